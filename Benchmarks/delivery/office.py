"""Makes an office of any size: so many units, each with one contact and some items, all due at one moment today.

The shipped templates are used as they are. The zone is chosen so that it is about noon there, and the calendar is one
of the office's own, in which today is worked: the benchmark gives the same on a Sunday night.
"""

import datetime
import json
import os
import shutil

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
MEASURES_A_WORK = 200
# A list of five items a unit stays well under what one file may hold.
UNITS_A_LIST = 5000


class Office:
    """A configuration folder and an empty state directory, under `folder`."""

    def __init__(self, folder, units, items=5):
        self.folder, self.units, self.items = folder, units, items
        self.config, self.state = folder + "/config", folder + "/state"
        hour = datetime.datetime.now(datetime.timezone.utc).hour
        # Etc/GMT-8 is eight hours east of Greenwich.
        self.offset = (12 - hour + 11) % 24 - 11
        self.zone = f"Etc/GMT{-self.offset:+d}" if self.offset else "Etc/GMT"
        self.today = self.civil(datetime.datetime.now().timestamp()).date()
        os.makedirs(self.config + "/worklists")
        shutil.copytree(ROOT + "/Config/templates", self.config + "/templates")
        self._write("units.yaml", self._units())
        self.lists = []
        for first in range(1, units + 1, UNITS_A_LIST):
            self.lists.append(f"bench-{len(self.lists) + 1}")
            last = min(first + UNITS_A_LIST - 1, units)
            self._write(f"worklists/{self.lists[-1]}.yaml", self._list(self.lists[-1], range(first, last + 1)))
        for year in (self.today.year - 1, self.today.year, self.today.year + 1):
            self._write(f"calendars/bench/{year}.json", self._calendar(year))

    def civil(self, moment):
        return datetime.datetime.fromtimestamp(moment, datetime.timezone(datetime.timedelta(hours=self.offset)))

    def settle(self, channel, at, units=""):
        """Writes the settings, with an empty ledger: everything falls due at `at`, a full second. `units` are settings
        of single units.
        """
        shutil.rmtree(self.state, ignore_errors=True)
        os.makedirs(self.state)
        if self.civil(at).date() != self.today:
            raise SystemExit("bench: midnight passed in the office's zone; run it again")
        self._write(
            "deadlined.yaml",
            f"""language: zh
calendar: bench
office:
  name: 市政府督查室
  phone: 市政府督查室 0572-0000000
  zone: {self.zone}
  channels: [out]
  contacts:
    - {{name: 督查专员, mail: ducha@huzhou.example}}
channels:
  out:
{channel}
reminders:
  ahead: []
  report_ahead: []
  recurring_ahead: []
  due: yes
  overdue: []
  statement: no
  at: {self.civil(at):%H:%M:%S}
  off_days: keep
  channels: [out]
  hours: {{from: 00:00, until: 23:59:59}}
{units}""",
        )

    def _write(self, name, text):
        path = f"{self.config}/{name}"
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)

    def _calendar(self, year):
        worked = [{"name": "bench", "date": f"{self.today}", "isOffDay": False}]
        return json.dumps({"year": year, "days": worked if year == self.today.year else []})

    def _units(self):
        lines = ["units:"]
        for unit in range(1, self.units + 1):
            lines.append(f"  - id: u{unit}")
            lines.append(f"    name: 第{unit}责任单位")
            lines.append(f"    contacts: [{{name: 联络员, role: liaison, mail: u{unit}@huzhou.example}}]")
        return "\n".join(lines) + "\n"

    def _list(self, name, units):
        """A measure a unit, with its items as milestones."""
        lines = [
            f"id: {name}",
            "title: 市政府办公室关于印发年度市政府重点工作清单的通知",
            "document_number: 湖政办发〔2017〕33号",
            "issuer: 市政府办公室",
            f"year: {self.today.year}",
            f"zone: {self.zone}",
            "short_name: 市政府重点工作",
            "works:",
        ]
        for unit in units:
            work, place = divmod(unit - units[0], MEASURES_A_WORK)
            if place == 0:
                lines += [f"  - number: {work + 1}", "    title: 持续全面深化改革", "    measures:"]
            name = f"{work + 1}.{place + 1}"
            lines += [
                f'      - id: "{name}"',
                "        text: 扩大全流程网上办理事项范围,加快各地行政服务中心办事大厅智慧化建设。",
                f"        responsible_units: [第{unit}责任单位]",
                "        milestones:",
            ]
            for item in range(1, self.items + 1):
                lines += [
                    f'          - id: "{name}.{item}"',
                    f"            deadline: {self.today}",
                    "            requirement: 全面推进标准体系建设,推动更多事项通过移动互联网办理。",
                ]
        return "\n".join(lines) + "\n"


def mail(port, connections=16):
    """The settings of a channel to a mail server on this machine."""
    return f"""    kind: smtp
    host: 127.0.0.1
    port: {port}
    security: none
    connections: {connections}
    from: 市政府督查室 <ducha@huzhou.example>
    client_name: deadlined.huzhou.example
    message_id_domain: huzhou.example"""


def webhook(port, secret, connections=16):
    """The settings of a channel to a webhook receiver on this machine."""
    return f"""    kind: webhook
    url: http://127.0.0.1:{port}/hooks
    secret_file: {secret}
    connections: {connections}"""
