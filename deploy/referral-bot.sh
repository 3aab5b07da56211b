#!/bin/sh
# referral-bot as referral-bot.service runs it: its user, its environment. For root; docs/operations.md.
set -a
. /etc/referral-bot/environment
REFERRAL_BOT_CONFIG=/etc/referral-bot/config.yaml
DATABASE_URL=sqlite:////var/lib/referral-bot/referrals.db
exec runuser -u referral-bot -- /opt/referral-bot/bin/referral-bot "$@"
