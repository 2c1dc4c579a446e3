"""Make docs/images again, from the running app with the demo: make screenshots."""

import tempfile
from datetime import UTC, datetime

from playwright.sync_api import Page, expect, sync_playwright

from lib import database
from lib.config import ROOT, Settings
from lib.demo.fill import fill
from lib.queries.leads import list_leads
from tests.browser.chromium import FLAGS, executable
from tests.browser.server import served

IMAGES = ROOT / "docs" / "images"
TABLE = """Conversation,Role,Message,Time,Name,Email
7001,visitor,We need 40 chairs for a garden party on Saturday. What do you charge?,2026-11-02 09:14,Noor Haddad,noor@tallpines-events.com
7001,agent,They are 120 a day and delivery is included.,2026-11-02 09:16,,
7001,visitor,Great please book them,2026-11-02 09:17,Noor Haddad,noor@tallpines-events.com
7002,visitor,Is the blue tent waterproof?,2026-11-02 10:40,,
"""  # noqa: E501
WIDE, PHONE = (1440, 1000), (390, 844)


def main() -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.read({"DATABASE_URL": f"sqlite:///{folder}/leads.db"})
        engine = database.connect(settings.database_url)
        database.migrate(engine)
        fill(engine, settings, now=datetime.now(UTC))
        with database.reading(engine) as connection:
            lead = list_leads(connection)["id"][0]
        with served(settings.database_url) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=executable(), args=FLAGS)
            for scheme in ("light", "dark"):
                for kind, (width, height) in (("", WIDE), ("-phone", PHONE)):
                    page = browser.new_page(
                        viewport={"width": width, "height": height}, color_scheme=scheme
                    )
                    shoot(page, address, f"leads{kind}-{scheme}")
                    shoot(
                        page, f"{address}/conversation?lead={lead}", f"conversation{kind}-{scheme}"
                    )
                    shoot(
                        page, f"{address}/exemplars", f"exemplars{kind}-{scheme}", section="Try it"
                    )
                    shoot_import(page, address, f"imports{kind}-{scheme}")
                    page.close()
            browser.close()
        engine.dispose()


def shoot(page: Page, address: str, name: str, section: str = "") -> None:
    page.goto(address)
    if section:
        page.get_by_text(section, exact=True).click()
        page.get_by_role("button", name="An order").click()
    expect(page.locator(".js-plotly-plot").first).to_be_visible(timeout=60_000)
    page.wait_for_timeout(1_500)  # for the grid and the chart to settle
    page.screenshot(path=IMAGES / f"{name}.png")


def shoot_import(page: Page, address: str, name: str) -> None:
    page.goto(f"{address}/imports")
    table = {"name": "rental-chats.csv", "mimeType": "text/csv", "buffer": TABLE.encode()}
    page.locator("input[type=file]").set_input_files(table)  # type: ignore[arg-type]
    expect(page.get_by_text("The first conversations")).to_be_visible(timeout=60_000)
    page.wait_for_timeout(1_500)
    page.screenshot(path=IMAGES / f"{name}.png")


if __name__ == "__main__":
    main()
