"""Valid keys: resident IDs, mobiles, bank cards and IMEIs that pass their own checks, drawn without repeats."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Texts = npt.NDArray[np.str_]
Times = npt.NDArray[np.datetime64]
Spans = npt.NDArray[np.timedelta64]

# Prefixes by carrier as allotted by the regulator; the last are virtual carriers.
PREFIXES = {
    "中国移动": (
        "134",
        "135",
        "136",
        "137",
        "138",
        "139",
        "150",
        "151",
        "152",
        "157",
        "158",
        "159",
        "182",
        "183",
        "187",
        "188",
        "198",
    ),
    "中国联通": ("130", "131", "132", "155", "156", "166", "185", "186", "196"),
    "中国电信": ("133", "153", "177", "180", "181", "189", "191", "199"),
    "虚拟运营商": (
        "1703",
        "1705",
        "1706",
        "1700",
        "1701",
        "1702",
        "1704",
        "1707",
        "1708",
        "1709",
        "171",
        "165",
        "167",
        "162",
    ),
}
BINS = {
    "中国工商银行": ("622202", "621226"),
    "中国建设银行": ("621700", "622280"),
    "中国农业银行": ("622848", "623052"),
    "中国银行": ("621660", "621785"),
    "交通银行": ("622260", "622262"),
    "招商银行": ("621483", "622588"),
    "中国邮政储蓄银行": ("621799", "622188"),
    "中国民生银行": ("622622", "621691"),
    "成都银行": ("621415", "623251"),
    "四川农信": ("621417", "622169"),
}
TACS = (
    "86128904",
    "86403505",
    "86657403",
    "86791904",
    "35328111",
    "35696910",
    "86048706",
    "86932105",
    "86299403",
    "35407115",
)
WEIGHTS = np.array([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2], dtype=np.int64)
CHECK = np.array(list("10X98765432"))


def joined(*parts: Texts) -> Texts:
    """Return the parts written one after another, row by row."""
    whole = parts[0]
    for part in parts[1:]:
        whole = np.strings.add(whole, part)
    return whole


def padded(numbers: Ints, width: int) -> Texts:
    """Return whole numbers as text with leading noughts."""
    return np.strings.zfill(numbers.astype(np.str_), width)


def distinct(count: int, draw: Callable[[Ints], Texts]) -> Texts:
    """Return `count` different texts; `draw` is asked again for the rows whose text was already taken."""
    texts = draw(np.arange(count))
    while True:
        first = np.zeros(count, dtype=np.bool_)
        first[np.unique(texts, return_index=True)[1]] = True
        if first.all():
            return texts
        again = np.flatnonzero(~first)
        texts[again] = draw(again)


def digits(texts: Texts, width: int) -> Ints:
    """Return texts of `width` digits each as a matrix of their digits."""
    return np.ascontiguousarray(texts.astype(f"<U{width}")).view(np.uint32).reshape(-1, width).astype(np.int64) - 48


def with_luhn(bodies: Texts, width: int) -> Texts:
    """Return bodies of `width` digits with the check digit of ISO/IEC 7812-1 behind them."""
    doubled = digits(bodies, width)[:, ::-1]
    doubled[:, ::2] *= 2
    total = np.where(doubled > 9, doubled - 9, doubled).sum(axis=1)
    return joined(bodies, ((10 - total % 10) % 10).astype(np.str_))


def resident_ids(rng: np.random.Generator, regions: Texts, born: Times, male: Bools) -> Texts:
    """Return 18-character resident IDs (GB 11643): region, birth date, odd serial for men, check character."""
    days = np.strings.replace(born.astype("datetime64[D]").astype(np.str_), "-", "")

    def draw(rows: Ints) -> Texts:
        serial = 2 * rng.integers(0, 500, rows.size) + male[rows]
        body = joined(regions[rows], days[rows], padded(serial, 3)).astype("<U17")
        return joined(body, CHECK[(digits(body, 17) * WEIGHTS).sum(axis=1) % 11]).astype("<U18")

    return distinct(regions.size, draw)


def mobiles(rng: np.random.Generator, carriers: Texts) -> Texts:
    """Return mainland mobile numbers in E.164, with a prefix of the carrier named."""
    prefixes = np.empty(carriers.size, dtype="<U4")
    for carrier, choices in PREFIXES.items():
        at = np.flatnonzero(carriers == carrier)
        prefixes[at] = rng.choice(np.array(choices), at.size)

    def draw(rows: Ints) -> Texts:
        rest = padded(rng.integers(0, 10**8, rows.size), 8)
        return joined(np.array("+86"), np.strings.slice(joined(prefixes[rows], rest), 11)).astype("<U14")

    return distinct(carriers.size, draw)


def card_numbers(rng: np.random.Generator, banks: Texts, short: Bools) -> Texts:
    """Return card numbers that pass Luhn: 16 digits where `short`, else 19."""
    bins = np.empty(banks.size, dtype="<U6")
    for bank, choices in BINS.items():
        at = np.flatnonzero(banks == bank)
        bins[at] = rng.choice(np.array(choices), at.size)

    def draw(rows: Ints) -> Texts:
        body = joined(bins[rows], padded(rng.integers(0, 10**12, rows.size), 12)).astype("<U18")
        brief = with_luhn(np.strings.slice(body, 15).astype("<U15"), 15).astype("<U19")
        return np.where(short[rows], brief, with_luhn(body, 18).astype("<U19"))

    return distinct(banks.size, draw)


def imeis(rng: np.random.Generator, count: int) -> Texts:
    """Return 15-digit IMEIs that pass Luhn."""

    def draw(rows: Ints) -> Texts:
        body = joined(rng.choice(np.array(TACS), rows.size), padded(rng.integers(0, 10**6, rows.size), 6))
        return with_luhn(body.astype("<U14"), 14).astype("<U15")

    return distinct(count, draw)
