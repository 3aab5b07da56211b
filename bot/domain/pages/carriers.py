"""Hosts and paths of links that only lead on, and where each of them carries the address.

A line has hosts (with all below them), paths and parameters, each with commas between. A path with
`*` at its end is its beginning; one with `?` behind that is used for other things, too, and counts only
where it carries an address. A parameter may say how the address is written in it:

- `u` percent-encoded, as parameters are; `~/next` also as a path on the same host;
- `bare/u` also without a scheme; `b64/u` base64, `bing/u` base64 behind `a1`, `proofpoint/u` with `-` for `%` and `_` for `/`;
- `in/text` among words, the only one there; `disqus/url` with `:` and a checksum behind it;
- `query` the whole query, `v3` and `avanan` between
  underscores, `RU` between `/RU=` and `/RK=`, `segment` one part of the path, encoded, `path` all
  of it;
- `text-phone`: only where there is no `phone`.

To add one: a line, and an example in the tests. Never a parameter by its name alone.
"""

REDIRECTS = """
safelinks.protection.outlook.com,safelinks.protection.office365.us * url
statics.teams.cdn.office.net,statics.teams.microsoft.com /evergreen-assets/safelinks/* url
safelink.emails.azure.net /redirect destination
urldefense.proofpoint.com,urldefense.com,urldefense.us /v1/url u
urldefense.proofpoint.com,urldefense.com,urldefense.us /v2/url proofpoint/u
urldefense.proofpoint.com,urldefense.com,urldefense.us /v3/* v3
linkprotect.cudasvc.com /url a
protect.mimecast.com,mimecast.com /s/*,/r/* url,u
secure-web.cisco.com * segment
trendmicro.com /wis/clicktime/* url
protection.sophos.com * b64/u
fireeye.com,trellix.com /url,/v1/url u
clicktime.symantec.com * u
clicktime.cloud.postoffice.net /clicktime.php U
url-protection.com /v1/url o
url.avanan.click,protect.checkpoint.com /v2/* avanan
link.zixcentral.com /u/* u
linklock.titanhq.com /analyse url
scanmail.trustwave.com / u
antiphishing.vadesecure.com * u
urlsand.esvalabs.com,urlsand.com,url-shield.securence.com / u
mailinblack.com /securelink url
content.exclaimer.net / url
mailtrack.io /trace/link/*,/l/* url
link.edgepilot.com /s/* u
safe.menlosecurity.com,isolate.menlosecurity.com * path
awstrack.me /L0/* segment
click.redditmail.com /CL0/* segment
deref-gmx.net,deref-gmx.com,deref-web.de,deref-web-02.de,deref-mail.com * redirectUrl
google.* /url,/local_url,/interstitial bare/q,bare/url
google.* /imgres imgrefurl
google.* /aclk,/pagead/aclk adurl
googleadservices.com /pagead/aclk adurl
news.google.com /news/url url
consent.google.com,consent.youtube.com * continue
google.* /sorry/index continue
doubleclick.net /pcs/click,/aclk,/clk,/ddm/clk/*,/ddm/trackclk/* adurl,query
bing.com /ck/a bing/u
bing.com /newtabredir,/alink/link url
search.yahoo.com *? RU
duckduckgo.com /l uddg
yandex.* /redir,/clck/jsredir url
facebook.com,messenger.com,workplace.com /l.php bare/u
l.wl.co /l u
facebook.com /flx/warn u
facebook.com /plugins/video.php,/plugins/post.php,/plugins/page.php,/plugins/comment_embed.php href
l.instagram.com,l.threads.net,l.threads.com / u
instagram.com /linkshim u
youtube.com /redirect q
youtube.com /oembed url
youtube.com /attribution_link ~/u
linkedin.com /safety/go,/safety/redirect,/redir/redirect,/redir/general-malware-page,/redir/suspicious-page,/redir/phishing-page,/redir/invalid-link-page url
vk.com,vk.ru,vkontakte.ru /away.php,/away bare/to
ok.ru,odnoklassniki.ru /dk? st.link
t.me,telegram.me,telegram.dog /iv url
slack-redir.net /link url
slack.com /link? url
slack-imgs.com / url
steamcommunity.com,store.steampowered.com /linkfilter url,u,query
out.reddit.com * url
twitter.com,x.com /i/redirect url
twitter.com,x.com /safety/unsafe_link_warning unsafe_link
pinterest.* /offsite url
t.umblr.com,tumblr.com /redirect z
tiktok.com /link/v2 bare/target
go.bsky.app /redirect u
snapchat.com /linkfilter url
weibo.cn,weibo.com /sinaurl u
passport.weibo.com /visitor/visitor url
c.pc.qq.com /middlem.html,/middleb.html,/middlect.html,/pc.html,/ios.html,/android.html pfurl,url
docs.qq.com /scenario/link.html url
link.zhihu.com,link.juejin.cn,link.csdn.net / target
link.jianshu.com / t
jianshu.com /go-wild url
douban.com /link2 url
gitee.com /link target
game.bilibili.com /linkfilter url
medium.com /r url
quora.com /_/redirect url
disq.us /,/url disqus/url
go.skimresources.com,go.redirectingat.com / url
click.linksynergy.com /deeplink murl
awin1.com /cread.php ued,p
redirect.viglink.com,sovrn.co / u
deviantart.com /users/outgoing query
exit.sc,gate.sc / url
getpocket.com,flipboard.com /redirect url
outgoing.prod.webservices.mozgcp.net /v1/* segment
curseforge.com /linkout remoteUrl
page.link,app.goo.gl * link
href.li,anonym.to,anonym.es,anon.to,nullrefer.com,dereferer.me,dereferer.org,blankrefer.com,hiderefer.com,nullrefer.io / query
"""

SHARES = """
facebook.com /sharer,/sharer.php,/sharer/sharer.php,/share.php u
facebook.com /dialog/share,/dialog/feed,/dialog/send,/dialog/share_open_graph,/share_channel href,link
twitter.com,x.com /intent/tweet,/intent/post,/share url,in/text
twitter.com,x.com /home? in/status
t.me,telegram.me,telegram.dog /share,/share/url url
linkedin.com /sharing/share-offsite,/shareArticle,/cws/share,/sharing/share url
linkedin.com /feed? shareUrl
reddit.com /submit url
pinterest.* /pin/create/button,/pin/create/link,/pin/create/bookmarklet url
tumblr.com /share,/share/link url
tumblr.com /widgets/share/tool canonicalUrl,url
vk.com,vk.ru,vkontakte.ru /share.php url
connect.ok.ru /offer url
wa.me / in/text-phone
whatsapp.com /send in/text-phone
bsky.app /intent/compose in/text
threads.net,threads.com /intent/post url,in/text
snapchat.com /scan attachmentUrl
connect.mail.ru /share url
service.weibo.com /share/share.php url
sns.qzone.qq.com /cgi-bin/qzshare/cgi_qzshare_onekey url
social-plugins.line.me /lineit/share url
lineit.line.me /share/ui url
line.me /r/msg/text query,in/text
mastodonshare.com,share.diasporafoundation.net / url
story.kakao.com /share url
web.skype.com /share url
teams.microsoft.com /share href
xing.com /spi/shares/new url
news.ycombinator.com /submitlink u
addtoany.com /share url,linkurl
share.flipboard.com * url
getpocket.com /save,/edit url
instapaper.com /edit url
buffer.com,bufferapp.com /add url
digg.com /submit url
blogger.com /blog-this.g u
plus.google.com /share url
"""

LOG_INS = """
facebook.com /login,/login.php,/login/web,/login/device-based/regular/login ~/next
facebook.com /checkpoint?,/privacy/consent?,/recover/initiate?,/cookie/consent_prompt? ~/next,~/next_uri
instagram.com /accounts/login,/accounts/signup/email,/accounts/emailsignup ~/next
instagram.com /challenge?,/consent? ~/next
threads.net,threads.com /login ~/next
twitter.com,x.com /login,/i/flow/login,/i/flow/signup,/account/access? ~/redirect_after_login
linkedin.com /authwall ~/sessionRedirect
linkedin.com /login,/uas/login,/checkpoint/lg/login,/signup/cold-join ~/session_redirect
reddit.com /login,/register ~/dest
tiktok.com /login,/signup ~/redirect_url
pinterest.* /login,/signup ~/next
discord.com /login,/register ~/redirect_to
youtube.com /signin ~/next
youtube.com /verify_age ~/next_url
accounts.google.com /ServiceLogin*,/InteractiveLogin*,/AccountChooser*,/v3/signin/*,/signin/* continue
tumblr.com /login,/register ~/redirect_to
medium.com /m/signin ~/redirect
ok.ru /dk? ~/st.redirect
"""

SEALED = """
bit.ly,bitly.com,j.mp,t.co,lnkd.in,tinyurl.com,goo.gl,ow.ly,is.gd,v.gd,buff.ly,cutt.ly,rebrand.ly,rb.gy *
shorturl.at,t.ly,tiny.cc,tiny.one,adf.ly,bit.do,s.id,soo.gd,clck.ru,u.to,vk.cc,t.cn,dlvr.it,trib.al,ift.tt *
qr.ae,tr.im,po.st,urlz.fr,tny.im,x.gd,surl.li,n9.cl,acortar.link,ouo.io,bc.vc,linkvertise.com,gg.gg,kutt.it *
shrtco.de,dub.sh,snip.ly,hubs.ly,hubs.la,lnks.gd,amzn.to,a.co,apple.co,fb.me,wp.me,db.tt,git.io,qrco.de *
shor.by,zpr.io,me-qr.com,url.cn,dwz.cn,suo.im,goo.su,cli.re,cli.co,shorte.st,short.gy,b.link,l.ead.me *
forms.gle,aka.ms,urlr.me,bitly.ws,reurl.cc,pse.is,ppt.cc,lihi.cc,me2.do,han.gl,vo.la,bom.so,shope.ee,cutt.us *
app.link,onelink.me,page.link,app.goo.gl,url.emailprotection.link,mimecastprotect.com,atpscan.global.hornetsecurity.com *
mimecast.com /s/*,/r/*
baidu.com,sogou.com /link
fb.watch,pin.it,vm.tiktok.com,vt.tiktok.com,v.douyin.com,lin.ee,g.co,maps.app.goo.gl,tmblr.co,t.snapchat.com *
facebook.com,instagram.com /share/*
tiktok.com /t/*
sendgrid.net /ls/click,/wf/click
substack.com,link.sbstck.com /redirect/*
mailcontrol.com /sr/*
antigena.com /l/*
inky.com /link
list-manage.com /track/click
mandrillapp.com /track/click/*
rs6.net /tn.jsp
news.google.com /rss/articles/*,/articles/*,/read/*
"""
