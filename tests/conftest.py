"""Fixtures that several rooms share."""

import shutil
from pathlib import Path

import pytest

from data.releases.current import set_current
from data.releases.store import Store, open_store
from data.releases.write import write_release
from tests.fixtures import small_release


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
