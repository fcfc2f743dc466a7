"""The import of one event's list, step by step, as a browser goes through it."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from foyer.core.imports.blocks import opened
from foyer.core.imports.enums import ImportStatus
from foyer.core.imports.models import ImportBatch
from foyer.core.jobs import carry_due_jobs
from foyer.events.models import Event
from foyer.guests.resources import GUEST_LIST

HEADERS = "姓名,单位,职务,手机,邮箱,桌号,座位号,忌口,称呼,语言,人数"
WANG = "王小明,江南实业有限公司,总经理,13800001234,wang@example.com,A1,3,不吃香菜,先生,简体中文,2"
LIN = "林若蘭,松涧会,,13900005678,lin@example.com,A1,4,素食,女士,繁體中文,"


def rows_file(*rows: str, headers: str = HEADERS, encoding: str = "utf-8-sig") -> bytes:
    return "\r\n".join((headers, *rows)).encode(encoding)


class Wizard:
    """A member of staff at the import of one event's list."""

    def __init__(self, client: Client, event: Event) -> None:
        self.client, self.event = client, event

    def url(self, step: str, batch: ImportBatch | None = None) -> str:
        name = "guests:import" if step == "upload" else f"guests:import_{step}"
        return reverse(name, args=[self.event.pk, *([batch.pk] if batch else [])])

    def upload(self, data: bytes, name: str = "嘉宾名单.csv") -> Any:
        return self.client.post(self.url("upload"), {"file": SimpleUploadedFile(name, data)})

    def uploaded(self, data: bytes, name: str = "嘉宾名单.csv") -> ImportBatch:
        answer = self.upload(data, name)
        assert answer.status_code == 302, answer.context["form"].errors
        return ImportBatch.objects.latest("pk")

    def mapping(self, batch: ImportBatch) -> dict[str, str]:
        page = self.client.get(self.url("preview", batch))
        return {
            f"column-{position}": meaning for position, _header, meaning in page.context["columns"]
        }

    def check(self, batch: ImportBatch, **changed: str) -> Any:
        chosen = {"check": "1"} | self.mapping(batch) | changed
        answer = self.client.post(self.url("preview", batch), chosen)
        batch.refresh_from_db()
        return answer

    def checked(self, data: bytes, name: str = "嘉宾名单.csv") -> ImportBatch:
        batch = self.uploaded(data, name)
        self.check(batch)
        assert batch.status == ImportStatus.CHECKED
        return batch

    def confirm(self, batch: ImportBatch) -> Any:
        answer = self.client.post(self.url("check", batch))
        work()
        batch.refresh_from_db()
        return answer

    def imported(self, data: bytes) -> ImportBatch:
        batch = self.checked(data)
        self.confirm(batch)
        return batch

    def undo(self, batch: ImportBatch) -> None:
        self.client.post(self.url("undo", batch))
        work()
        batch.refresh_from_db()


def work() -> None:
    carry_due_jobs(clock=timezone.now)


def verdicts(batch: ImportBatch) -> list[str]:
    return list(batch.rows.values_list("verdict", flat=True))


def kept(batch: ImportBatch, number: int) -> dict[str, Any]:
    return opened(batch.rows.get(number=number), GUEST_LIST)
