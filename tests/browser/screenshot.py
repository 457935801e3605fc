"""Take a picture of a report: python -m tests.browser.screenshot REPORT.html PICTURE.png [WIDTH HEIGHT]."""

import json
import sys

from tests.browser.chromium import drive


def main(report, picture, width="1280", height="860", scheme="light"):
    body = f"await page.screenshot({{path: {json.dumps(picture)}}});"
    drive(report, body, int(width), int(height), colorScheme=scheme)


if __name__ == "__main__":
    main(*sys.argv[1:])
