"""Innocent look-alikes at work: company cards, payrolls, teams, couriers, sales, call centres, officials."""

import numpy as np

from workbench.city.lookalikes_home import days
from workbench.city.paper import at_office_hours, ordinary
from workbench.city.plan import NEVER, START
from workbench.city.sheets import (
    Town,
    adults,
    bools,
    first_row_of,
    ints,
    new_devices,
    pick,
    rows_of,
    texts,
    with_changes,
    with_innocent,
    with_paper,
)
from workbench.city.values import Ints, Times


def staff_in_groups(rng: np.random.Generator, town: Town, count: int, size: int) -> tuple[Ints, Ints]:
    """Return local grown-ups and the group of each, groups of about `size` from one employer each."""
    fit = np.flatnonzero(adults(town) & (ints(town.people, "employer") >= 0))
    order = fit[np.argsort(ints(town.people, "employer")[fit] + 0.9 * rng.random(fit.size))]
    groups = max(1, -(-count // size))
    starts = rng.choice(max(1, order.size - size), groups, replace=groups > order.size - size)
    at = np.minimum(starts[:, None] + np.arange(size), order.size - 1).ravel()
    return order[at], np.repeat(np.arange(groups), size)


def one_day_each(rng: np.random.Generator, group: Ints, oldest: int) -> Times:
    """Return opening times: one day a group, up to `oldest` days before the window or within it."""
    day = (START - days(rng.integers(-140, oldest, group.max() + 1)))[group]
    return at_office_hours(rng, day.astype("datetime64[D]"))


def add_company_sims(town: Town) -> Town:
    """Industry cards on one legal person, used by the staff."""
    rng = town.plan.draw("company sims")
    staff, group = staff_in_groups(rng, town, town.plan.quota, 18)
    legal = rng.choice(np.flatnonzero(adults(town)), group.max() + 1)
    rows = ordinary(rng, town, "phone", staff)
    rows = rows.assign(paper=legal[group], opened=one_day_each(rng, group, 1100), closed=NEVER, card_type="industry")
    rows = rows.assign(outlet=ints(rows, "outlet")[group * 18], reach=rng.gamma(0.6, 12, staff.size))
    town, added = with_paper(town, rows)
    return with_innocent(town, "company_sim", added)


def add_payrolls(town: Town) -> Town:
    """Bank cards opened for a whole staff at one outlet on one day, the personnel office's phone as contact."""
    rng = town.plan.draw("payrolls")
    staff, group = staff_in_groups(rng, town, town.plan.quota, 14)
    office = rng.permutation(rows_of(town, "phone"))[: group.max() + 1]
    rows = ordinary(rng, town, "bank_card", staff)
    rows = rows.assign(contact=office[group], opened=one_day_each(rng, group, 1100), closed=NEVER, channel="agent")
    town, added = with_paper(town, rows.assign(outlet=ints(rows, "outlet")[group * 14]))
    return with_innocent(town, "payroll", added)


def add_teams(town: Town) -> Town:
    """Work teams from far away: cards bought together, two handsets passed round on site."""
    rng = town.plan.draw("teams")
    town, people = pick(town, rng, adults(town), town.plan.quota, "team")
    group = np.arange(people.size) // 7
    town, shared = new_devices(town, 2 * (group.max() + 1))
    rows = ordinary(rng, town, "phone", people)
    spread = days(rng.integers(0, 6, people.size))
    device = np.where(rng.random(people.size) < 0.6, shared[2 * group + rng.integers(0, 2, people.size)], people)
    rows = rows.assign(opened=one_day_each(rng, group, 500) + spread, closed=NEVER, device=device)
    rows = rows.assign(outlet=ints(rows, "outlet")[group * 7], reach=rng.gamma(0.8, 14, people.size))
    town, added = with_paper(town, rows)
    return with_innocent(town, "work_team", added)


def add_couriers(town: Town) -> Town:
    """Couriers, many from far away, who ring strangers from a card bought for the work."""
    rng = town.plan.draw("courier")
    town, people = pick(town, rng, adults(town) & bools(town.people, "migrant"), town.plan.quota, "courier")
    rows = ordinary(rng, town, "phone", people).assign(closed=NEVER, activity=rng.gamma(1.2, 0.4, people.size))
    rows = rows.assign(opened=one_day_each(rng, np.arange(people.size), 560), reach=rng.gamma(1.3, 45, people.size))
    town, added = with_paper(town, rows)
    return with_innocent(town, "courier", added)


def add_sales(town: Town) -> Town:
    """People in sales, who ring strangers from their own phones."""
    rng = town.plan.draw("sales")
    town, people = pick(town, rng, adults(town) & (first_row_of(town, "phone") >= 0), town.plan.quota, "sales")
    rows = first_row_of(town, "phone")[people]
    town = with_changes(town, rows, reach=rng.gamma(1.4, 40, people.size) + 8)
    return with_innocent(town, "sales", rows)


def add_call_centres(town: Town) -> Town:
    """Call centres: desks with handsets passed from shift to shift, calls that only go out."""
    rng = town.plan.draw("call centres")
    town, people = pick(town, rng, adults(town), town.plan.quota, "call_centre")
    group = np.arange(people.size) // 12
    town, desks = new_devices(town, 5 * (group.max() + 1))
    rows = ordinary(rng, town, "phone", people)
    rows = rows.assign(opened=one_day_each(rng, group, 400) + days(rng.integers(0, 60, people.size)), closed=NEVER)
    rows = rows.assign(device=desks[5 * group + rng.integers(0, 5, people.size)], activity=0.1)
    town, added = with_paper(town, rows.assign(reach=rng.gamma(2.5, 45, people.size) + 10))
    return with_innocent(town, "call_centre", added)


def add_officials(town: Town) -> Town:
    """Lines of police, banks and the anti-fraud centre, which ring victims and case numbers."""
    rng = town.plan.draw("officials")
    town, people = pick(town, rng, adults(town), town.plan.quota, "official")
    rows = ordinary(rng, town, "phone", people).assign(card_type="industry", closed=NEVER, activity=0.3)
    opened = at_office_hours(rng, (START - days(rng.integers(100, 1500, people.size))).astype("datetime64[D]"))
    town, added = with_paper(town, rows.assign(opened=opened, reach=rng.gamma(2, 14, people.size)))
    return with_innocent(town, "official_line", added)


def job_of(town: Town, job: str) -> Ints:
    """Return the people with a job."""
    return np.flatnonzero(texts(town.people, "job") == job)
