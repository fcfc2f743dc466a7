import sys

import pytest

from foyer.core.lazily import import_lazily


@pytest.fixture
def package(tmp_path, monkeypatch) -> str:
    """A package that leaves a word behind when it is read."""
    name = "laid_out_for_a_test"
    (tmp_path / f"{name}.py").write_text("import sys\nsys.was_read = True\nWORD = '迎客'\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "was_read", False, raising=False)
    yield name
    sys.modules.pop(name, None)


class TestImportLazily:
    def test_reads_a_package_at_its_first_use_and_once(self, package: str):
        module = import_lazily(package)
        before = sys.was_read
        word = module.WORD

        assert (before, word, sys.was_read) == (False, "迎客", True)
        assert import_lazily(package) is module
        assert __import__(package) is module

    def test_says_at_once_that_there_is_none(self):
        with pytest.raises(ModuleNotFoundError):
            import_lazily("no_package_of_that_name")
