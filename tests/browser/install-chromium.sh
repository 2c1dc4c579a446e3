#!/bin/sh
# Find a Chromium for the browser tests, or install one.
for name in chromium chromium-browser google-chrome google-chrome-stable; do
    command -v "$name" >/dev/null && exit 0
done
[ -n "$CHROMIUM" ] && [ -x "$CHROMIUM" ] && exit 0
.venv/bin/python -m tests.browser.chromium >/dev/null 2>&1 && exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium && exit 0
fi
.venv/bin/playwright install chromium && exit 0

echo "The browser tests need Chromium, and none could be installed here." >&2
echo "Install it by hand (Debian: sudo apt-get install chromium), or set CHROMIUM to its path." >&2
exit 1
