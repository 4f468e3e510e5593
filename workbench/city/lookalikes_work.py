"""Innocent look-alikes at work: company cards, payrolls, teams, couriers, sales, call centres, officials."""

import numpy as np

from workbench.city.calling import beside
from workbench.city.lookalikes_home import days
from workbench.city.paper import at_office_hours, ordinary
from workbench.city.plan import END, NEVER, START
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
    with_ties,
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


def add_sales_rooms(town: Town) -> Town:
    """Sales rooms: cards bought together for a campaign, handsets that lie about, calls to strangers all day."""
    rng = town.plan.draw("sales rooms")
    town, people = pick(town, rng, adults(town), town.plan.quota, "sales_room")
    group = np.arange(people.size) // 8
    town, shared = new_devices(town, 4 * (group.max() + 1))
    rows = ordinary(rng, town, "phone", people).assign(closed=NEVER, activity=rng.gamma(1.2, 0.4, people.size))
    rows = rows.assign(opened=one_day_each(rng, group, 300) + days(rng.integers(0, 25, people.size)))
    rows = rows.assign(outlet=ints(rows, "outlet")[group * 8], reach=rng.gamma(1.6, 30, people.size) + 5)
    town, added = with_paper(town, rows.assign(device=shared[4 * group + rng.integers(0, 4, people.size)]))
    return with_innocent(town, "sales_room", added)


def add_property_agents(town: Town) -> Town:
    """Property agents: a card for the trade that rings owners and is forwarded to their own phone."""
    rng = town.plan.draw("property agents")
    own = first_row_of(town, "phone")
    town, people = pick(town, rng, adults(town) & (own >= 0), town.plan.quota, "property_agent")
    town, second = new_devices(town, people.size)
    rows = ordinary(rng, town, "phone", people).assign(closed=NEVER, device=second)
    rows = rows.assign(opened=one_day_each(rng, np.arange(people.size), 600), reach=rng.gamma(1.4, 28, people.size) + 4)
    town, added = with_paper(town, rows)
    town = beside(town, added, own[people], rng.random(people.size) < 0.5)
    return with_innocent(town, "property_agent", added)


def add_two_handsets(town: Town) -> Town:
    """Couriers and drivers whose own phone shows the way while the work's card rings customers."""
    own = first_row_of(town, "phone")
    rows = np.concatenate([ints(one, "row") for one in town.innocent if (one["why"] == "courier").any()])
    with_own = rows[own[ints(town.paper, "user")[rows]] >= 0]
    town, work = new_devices(town, with_own.size)
    town = with_changes(town, with_own, device=work)
    town = beside(town, with_own, own[ints(town.paper, "user")[with_own]], np.zeros(with_own.size, dtype=np.bool_))
    return with_innocent(town, "two_handsets", with_own)


def add_machines(town: Town) -> Town:
    """Cards of lifts, alarms and tills on a firm's legal person, each in its own machine, ringing one number."""
    rng = town.plan.draw("machines")
    count = town.plan.quota
    group = np.arange(count) // 20
    owner = rng.choice(np.flatnonzero(adults(town) & (first_row_of(town, "phone") >= 0)), group.max() + 1)
    town, machines = new_devices(town, count)
    rows = ordinary(rng, town, "phone", owner[group]).assign(closed=NEVER, card_type="iot", device=machines, reach=0.0)
    rows = rows.assign(opened=one_day_each(rng, group, 900), activity=rng.gamma(1.2, 0.5, count))
    town, added = with_paper(town, rows.assign(outlet=ints(rows, "outlet")[group * 20]))
    centre = first_row_of(town, "phone")[owner][group]
    town = with_ties(town, added, centre, rng.gamma(1.0, 5, count), (START, END))
    return with_innocent(town, "machine_card", added)


def add_nuisance(town: Town) -> Town:
    """People who pester: offers of loans, flats and lessons, to strangers all day, and no fraud."""
    rng = town.plan.draw("nuisance")
    town, people = pick(town, rng, adults(town), town.plan.quota, "nuisance")
    rows = ordinary(rng, town, "phone", people).assign(closed=NEVER, activity=rng.gamma(1.0, 0.4, people.size))
    rows = rows.assign(opened=one_day_each(rng, np.arange(people.size), 400))
    town, added = with_paper(town, rows.assign(reach=rng.gamma(2.0, 45, people.size) + 20))
    return with_innocent(town, "nuisance_caller", added)


def job_of(town: Town, job: str) -> Ints:
    """Return the people with a job."""
    return np.flatnonzero(texts(town.people, "job") == job)
