"""Fixtures that several rooms share."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from data.publication.pointer import set_current
from data.releases.store import Store, open_store
from data.releases.write import write_release
from data.storage.locks import exclusive
from data.units import conversion
from tests.fixtures import decrees, sample, small_release
from tests.fixtures.sample import SmallCountry

# what must hold does not depend on how busy the machine is: speed is measured by `make bench`
settings.register_profile("product", deadline=None)
settings.load_profile("product")


# Modules that take longest begin first: workers that hand out modules among them then end together.
LONGEST = (
    "test_start",
    "test_hostile_text",
    "test_map_views",
    "test_main_road",
    "test_accessibility",
    "test_intake_page",
    "test_sign_in",
    "test_matrix",
    "test_pages",
    "test_teams_editing",
    "test_site",
    "test_attack_with_memory",
    "test_catalogue_proposals",
    "test_intake_hostile",
    "test_releases_faults",
    "test_packaging_contributing",
    "test_releases_three_way",
    "test_releases_converted",
    "test_releases_store",
    "test_use_cases",
    "test_command_line",
    "test_releases_structures",
    "test_boundaries_check",
    "test_measures_suppression",
    "test_releases_publish",
    "test_releases_derive",
    "test_releases_merge",
    "test_intake_people",
    "test_measures_figures",
    "test_geo_schematic",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the modules that take longest first, in this order; all others follow as they stood."""
    rank = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: rank.get(item.path.stem, len(rank)))


Once = Callable[[str, Callable[[Path], object]], Path]


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """Return what fills a folder of this name once a run: of several workers the first fills it, the others wait.

    The folder is shared: who changes anything takes a copy.
    """
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def made(name: str, fill: Callable[[Path], object]) -> Path:
        folder, done = shared / name, shared / f"{name}.made"
        with exclusive(shared / f"{name}.lock", patience=900):
            if not done.exists():
                shutil.rmtree(folder, ignore_errors=True)  # where filling it failed before
                folder.mkdir()
                fill(folder)
                done.touch()
        return folder

    return made


@pytest.fixture(scope="session")
def small_country(once: Once) -> SmallCountry:
    """Return the small country of tests.fixtures.sample, with its public release and maps; not to be changed."""
    return sample.at(once("small-country", sample.fill))


@pytest.fixture(scope="session")
def _small_store_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = open_store(tmp_path_factory.mktemp("small") / "store")
    release = write_release(store, small_release.sample_tables(), parent=None, message="Minh họa")
    set_current(store, release.id, who="test", action="sample")
    return store.root


@pytest.fixture
def small_store(_small_store_made: Path, tmp_path: Path) -> Store:
    """Return a store of its own with tests.fixtures.small_release as its current release."""
    return open_store(shutil.copytree(_small_store_made, tmp_path / "store"))


@pytest.fixture(scope="session")
def chain_of_four(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder like var/ with the structures 2022 and 2026-04-30 added; not to be changed."""
    folder = tmp_path_factory.mktemp("four")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("CNSCD_VAR", str(folder))
        patched.setattr(conversion.workbook, "read", decrees.read_here)
        decrees.add_four()
    return folder
