"""What a catalogue says of documents, it says once, in the words of its own edition."""

import gc
import weakref
from dataclasses import replace

from sitegen.config import Site
from sitegen.model import PartialDate
from sitegen.pages.parallel import spoken
from sitegen.pages.site import entity_page_texts

BOTH = Site(title="أرشيف", languages=("ar", "en"))


def test_another_language_says_dates_in_its_own_words(make_archive, toy):
    card = replace(toy["cards"][0], date=PartialDate(1908, 5, 3))
    catalogue = make_archive(BOTH).catalogue
    assert catalogue.naming.text_of(card).date == "٣ أيار ١٩٠٨"
    assert spoken(catalogue, "en").naming.text_of(card).date == "3 May 1908"


def test_an_edited_document_is_called_as_its_new_card_says(make_archive, toy):
    card, catalogue = toy["cards"][0], make_archive(BOTH).catalogue
    assert catalogue.naming.ref(card.id).title == card.title
    edited = catalogue.with_cards([replace(card, title="عنوان جديد")])
    assert edited.naming.ref(card.id).title == "عنوان جديد"
    assert catalogue.naming.ref(card.id).title == card.title


def test_pages_of_names_hold_no_catalogue_when_all_are_made(make_archive):
    archive = make_archive(BOTH)
    for name in archive.catalogue.entities:
        assert dict(entity_page_texts(name, archive.catalogue, archive.render))
    held = weakref.ref(archive.catalogue)
    del archive
    gc.collect()
    assert held() is None
