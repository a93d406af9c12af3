"""Cross-checks of the whole rulebook: what is named exists, what is given once is given once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import PurePosixPath

from screening.contract.money import PrintedFigureError, basis_points_from_printed, fen_from_printed
from screening.rules import policy_item as shape
from screening.rules.article_numbers import article_order
from screening.rules.check_catalogue import ambiguous_names, check_programme
from screening.rules.check_items import check_item
from screening.rules.loaded_rulebook import LoadedPolicy, Rulebook
from screening.rules.policy_item import Article, Provision, Reading
from screening.rules.rulebook_files import POLICY_FILE, Fault
from screening.rules.vocabulary import FACTS, Evidence, Unit
from screening.rules.walk_items import programmes_of


def check_rulebook(rulebook: Rulebook, programme_files: dict[str, str]) -> list[Fault]:
    """Every fault of a decoded rulebook, in the order of its files; `programme_files`: title → file."""
    faults = list(_check_catalogue(rulebook, programme_files))
    for policy in rulebook.policies.values():
        faults.extend(_check_policy(policy, rulebook))
    return faults


def unused_programmes(rulebook: Rulebook) -> list[str]:
    """Titles of the catalogue that no item and no standing condition names, sorted."""
    used = {
        title for policy in rulebook.policies.values() for _, item in policy.items() for _, title in programmes_of(item)
    }
    return sorted(set(rulebook.programmes) - used)


def _check_catalogue(rulebook: Rulebook, files: dict[str, str]) -> Iterator[Fault]:
    levels, subjects = (rulebook.code_lists.get(name, ()) for name in ("levels", "subject_types"))
    for title, programme in rulebook.programmes.items():
        for message in check_programme(programme, levels, subjects):
            yield Fault(files[title], title, message)
    for title, message in ambiguous_names(rulebook.programmes):
        yield Fault(files[title], title, message)


def _check_policy(policy: LoadedPolicy, rulebook: Rulebook) -> Iterator[Fault]:
    head = f"{policy.policy.id}/{POLICY_FILE}"
    yield from _check_order(policy)
    for article in policy.articles:
        file = policy.files[article.article]
        yield from (Fault(file, path, message) for path, message in _check_article(article, policy))
        for item in article.items:
            for path, message in check_item(article, item, rulebook):
                yield Fault(file, f"{item.id}.{path}", message)
    for provision in policy.policy.provisions:
        for message in _check_provision(provision, policy, rulebook):
            yield Fault(head, provision.id, message)
    for path, message in _check_readings(policy.policy.readings, _targets(policy)):
        yield Fault(head, path, message)
    yield from (Fault(head, path, message) for path, message in _check_head(policy))


def _check_order(policy: LoadedPolicy) -> Iterator[Fault]:
    """File numbers follow the document: NN is the article's number, 附则 and 保障措施 come after from 90 on."""
    last = -1
    for article in policy.articles:
        file = policy.files[article.article]
        number = int(PurePosixPath(file).name.partition("-")[0])
        is_supplement, article_number = article_order(article.article)
        if is_supplement and number < 90:
            yield Fault(
                file, "article", f"{article.article!r} stands after the articles: expected a file number from 90"
            )
        elif not is_supplement and number != article_number:
            yield Fault(
                file, "article", f"{article.article!r} in a file numbered {number}: expected {article_number:02d}"
            )
        elif number <= last:
            yield Fault(file, "article", f"file number {number} is not above that of the article before, {last}")
        last = number


def _check_article(article: Article, policy: LoadedPolicy) -> Iterator[tuple[str, str]]:
    if article.computability != "full" and not article.reason:
        yield "reason", f"required where computability is {article.computability!r}"
    found = {item.computability for item in article.items}
    if article.computability == "full" and found != {"full"}:
        yield "computability", f"'full', but its items are {sorted(found) or 'none at all'}"
    if article.computability == "none" and found - {"none"}:
        yield "computability", f"'none', but its items are {sorted(found)}"
    items = {item.id for _, item in policy.items()}
    for group in (*article.ceilings, *article.stacking):
        for missing in sorted(set(group.items) - items):
            yield group.id, f"item {missing!r} is not an item of {policy.policy.id}"
        if repeated := sorted(item for item, count in Counter(group.items).items() if count > 1):
            yield group.id, f"items named twice: {repeated}"
        if not group.items:
            yield group.id, "no items"
    for ceiling in article.ceilings:
        yield from _check_amount(ceiling.id, ceiling.limit)
    yield from _check_readings(article.readings, _targets(policy))


def _check_readings(readings: list[Reading], targets: set[str]) -> Iterator[tuple[str, str]]:
    for reading in readings:
        for name, count in Counter(alternative.name for alternative in reading.alternatives).items():
            if count > 1:
                yield reading.id, f"alternative {name!r} is given twice"
        for alternative in reading.alternatives:
            for patch in alternative.patches:
                if patch.target not in targets:
                    yield reading.id, f"alternative {alternative.name!r}: target {patch.target!r} does not exist"


def _targets(policy: LoadedPolicy) -> set[str]:
    return set(_ids(policy, with_readings=False))


def _ids(policy: LoadedPolicy, *, with_readings: bool) -> list[str]:
    """Ids of items, ceilings, stacking relations, provisions and, where asked for, readings."""
    ids = [item.id for _, item in policy.items()]
    ids += [part.id for part in (*policy.ceilings(), *policy.stacking(), *policy.policy.provisions)]
    if with_readings:
        ids += [reading.id for article in policy.articles for reading in article.readings]
        ids += [reading.id for reading in policy.policy.readings]
    return ids


def _check_head(policy: LoadedPolicy) -> Iterator[tuple[str, str]]:
    for name, count in Counter(_ids(policy, with_readings=True)).items():
        if count > 1:
            yield "", f"id {name!r} is given {count} times in {policy.policy.id}"
    force = policy.policy.force
    if force is not None and force.end < force.start:
        yield "force", f"ends on {force.end}, before it starts on {force.start}"
    if force is None and policy.policy.status != "draft":
        yield "force", "required for a document in force"
    items = {item.id for _, item in policy.items()}
    for district, amounts in policy.policy.districts.items():
        for item, amount in amounts.items():
            if item not in items:
                yield f"districts.{district}", f"item {item!r} is not an item of {policy.policy.id}"
            yield from _check_amount(f"districts.{district}.{item}", amount)


def _check_amount(path: str, amount: str) -> Iterator[tuple[str, str]]:
    try:
        fen_from_printed(amount)
    except PrintedFigureError as error:
        yield path, str(error)


def _check_provision(provision: Provision, policy: LoadedPolicy, rulebook: Rulebook) -> Iterator[str]:
    labels = {article.article for article in policy.articles}
    # A document may print a provision after its last article, under no number of its own.
    if provision.article not in labels and provision.article != "文末":
        yield f"article {provision.article!r} is not an article of {policy.policy.id} (after the last: 文末)"
    match provision:
        case shape.ContributionCeiling(fact=fact):
            yield from _check_contribution(fact)
        case shape.GradeFactor(factors=factors, unrated=unrated):
            yield from _check_factors({**factors, "unrated": unrated})
        case shape.SanctionBar(sanction_kinds=kinds):
            unknown = [kind for kind in kinds if kind not in rulebook.code_lists.get("sanction_kinds", ())]
            yield from (f"{kind!r} is not in code_lists/sanction_kinds.csv" for kind in unknown)
        case shape.ScopeExclusion(industry_list=industries) if industries not in rulebook.industry_lists:
            yield f"{industries!r} is not in code_lists/industries.csv"


def _check_contribution(name: str) -> Iterator[str]:
    fact = FACTS.get(name)
    if fact is None or fact.unit is not Unit.MONEY or Evidence.ANNUAL_RETURN not in fact.evidence:
        yield f"fact {name!r} is not a money fact of annual returns"


def _check_factors(factors: dict[str, str]) -> Iterator[str]:
    for grade, factor in factors.items():
        try:
            basis_points_from_printed(factor)
        except PrintedFigureError as error:
            yield f"{grade}: {error}"
