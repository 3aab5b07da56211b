"""Parameters that say who shared a page and by which campaign, and never which page it is.

They are dropped from addresses of every site, so only names that nobody uses for anything else
may stand here: never `id`, `v`, `p`, `page` or `ref`. They are those that the makers of
advertising, mailing and counting tools document. `*` at the end of a name is anything. What only
one platform uses stands in that platform's table.
"""

from bot.domain.platforms.table import listed

EVERYWHERE: tuple[str, ...] = listed(
    # Campaigns
    "utm_* mtm_campaign mtm_source mtm_medium mtm_keyword mtm_content mtm_cid mtm_group"
    " mtm_placement matomo_campaign matomo_source matomo_medium pk_campaign pk_kwd pk_source"
    " pk_medium pk_content pk_keyword"
    # Clicks on advertisements
    " fbclid gclid gclsrc dclid gbraid wbraid gad_source gad_campaignid msclkid yclid ysclid"
    " twclid ttclid li_fat_id ScCid epik rdt_cid irclickid rb_clickid srsltid wickedid"
    " _openstat"
    # Shares
    " igsh igshid mibextid __cft__* __tn__"
    # Mailings
    " mc_cid mc_eid mkt_tok _hsenc _hsmi __hssc __hstc __hsfp hsCtaTracking oly_anon_id"
    " oly_enc_id vero_id vero_conv _ke _kx ml_subscriber ml_subscriber_hash"
    # Counters
    " _ga _gl __s s_cid"
)
