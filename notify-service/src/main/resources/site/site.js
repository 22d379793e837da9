// Works without it: this fills in the reader's timezone and keeps the list moving.
"use strict";

(() => {
  const POLL_MILLIS = 3000;
  const SLOW_MILLIS = 15000;
  const ANSWER_MILLIS = 10000;
  const BROKEN_MILLIS = 30000;
  const MINUTE = 60000;
  const HOUR = 60 * MINUTE;
  const DAY = 24 * HOUR;

  const zone = document.querySelector("input[name=timezone][data-guess]");
  if (zone && zone.value === zone.defaultValue) {
    try {
      zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
    } catch {
      // The field keeps UTC.
    }
  }

  const frequency = document.querySelector("select[name=frequency]");
  const at = document.querySelector("label[for=hour]");
  if (frequency && at && at.dataset.alerts) {
    const adapt = () => {
      at.textContent = frequency.value === "INSTANT" ? at.dataset.alerts : at.dataset.digest;
    };
    frequency.addEventListener("change", adapt);
    adapt();
  }

  const box = document.querySelector("[data-changes]");
  const live = document.querySelector(".live");
  if (!box || !live) {
    return;
  }

  let paused = false;
  let etag = null;
  let timer = null;
  let waiting = null;
  let born = null;
  let brokenSince = null;

  // The words of FrontPage.age, which go on while no answer comes.
  const inWords = (millis) => {
    if (millis < MINUTE) {
      return "less than a minute ago";
    }
    if (millis < HOUR) {
      return `${Math.floor(millis / MINUTE)} min ago`;
    }
    return millis < 2 * DAY ? `${Math.floor(millis / HOUR)} h ago` : `${Math.floor(millis / DAY)} days ago`;
  };

  // When it was as old as the server says, by the clock of this machine, which may be wrong.
  const bornAt = (asOf, age) => {
    // Nothing is younger than now: a slow clock says so of a list that is current.
    const own = Math.min(new Date(asOf).getTime(), Date.now());
    if (inWords(Date.now() - own) === age) {
      return own;
    }
    const [, count, unit] = /^(\d+) (min|h|days) ago$/.exec(age) ?? [null, 0, "min"];
    return Date.now() - count * { min: MINUTE, h: HOUR, days: DAY }[unit];
  };

  const showAge = () => {
    const age = live.querySelector(".age");
    if (age && born !== null) {
      const words = inWords(Date.now() - born);
      if (age.textContent !== words) {
        age.textContent = words;
      }
    }
  };

  // Says it where it has lasted, and that it is over by saying nothing.
  const showBroken = (broken) => {
    brokenSince = broken ? brokenSince ?? Date.now() : null;
    const lasts = broken && Date.now() - brokenSince >= BROKEN_MILLIS;
    const words = lasts ? "This list cannot be updated at the moment. The page keeps trying." : "";
    if (stale.textContent !== words) {
      stale.textContent = words;
    }
  };

  const showTime = (asOf, since) => {
    const time = live.querySelector("time");
    if (!time || !asOf) {
      return;
    }
    const at = new Date(asOf);
    const clock = { hour: "2-digit", minute: "2-digit", second: "2-digit" };
    const day = { day: "numeric", month: "short", year: "numeric" };
    const isToday = at.toDateString() === new Date().toDateString();
    time.dateTime = asOf;
    // A list of another day, such as a recorded one that is replayed, says so.
    time.textContent = at.toLocaleString([], isToday ? clock : { ...day, ...clock });
    if (since !== null) {
      born = since;
      showAge();
    }
  };

  const calm = matchMedia("(prefers-reduced-motion: reduce)");

  // Papers glide from their old place to the new one (first, last, invert, play).
  const glide = (list, places) => {
    if (calm.matches) {
      return;
    }
    for (const item of list.children) {
      const before = places.get(item);
      const after = item.getBoundingClientRect().top;
      if (before === undefined) {
        item.animate([{ opacity: 0 }, { opacity: 1 }], { duration: 600 });
      } else if (before !== after) {
        item.animate(
          [{ transform: `translateY(${before - after}px)` }, { transform: "none" }],
          { duration: 700, easing: "cubic-bezier(0.2, 0.7, 0.2, 1)" },
        );
      }
    }
  };

  const rankOf = (place) => {
    const rank = document.createElement("div");
    rank.className = "rank";
    const word = document.createElement("span");
    word.className = "unseen";
    word.textContent = "Rank ";
    rank.append(word, String(place.rank));
    if (place.movement.kind !== "none") {
      const movement = document.createElement("span");
      movement.className = `movement ${place.movement.kind}`;
      const sign = document.createElement("span");
      sign.setAttribute("aria-hidden", "true");
      sign.textContent = place.movement.sign;
      const words = document.createElement("span");
      words.className = "unseen";
      words.textContent = place.movement.words;
      movement.append(sign, words);
      rank.append(movement);
    }
    return rank;
  };

  // The time that the page was written with.
  const readTime = () => {
    const asOf = live.querySelector("time")?.getAttribute("datetime");
    born = null;
    showTime(asOf, asOf ? bornAt(asOf, live.querySelector(".age")?.textContent) : null);
  };

  // From nothing to something, or back; the form beside the list, and what is in it, stays.
  const replaceList = (page) => {
    box.replaceChildren(...page.querySelector("[data-changes]").childNodes);
    live.querySelectorAll(":scope > span").forEach((piece) => piece.remove());
    const pieces = [...page.querySelectorAll(".live > span")];
    live.prepend(...pieces.flatMap((piece) => [piece, " "]));
    readTime();
  };

  // What is there stays the same element, with its focus and its opened abstract.
  const apply = ({ page, changes, papers, since }) => {
    waiting = null;
    button.hidden = false;
    news.hidden = true;
    if (page) {
      replaceList(page);
      return;
    }
    const list = box.querySelector(".trending");
    const own = new Map([...list.children].map((item) => [item.dataset.paper, item]));
    const places = new Map([...list.children].map((item) => [item, item.getBoundingClientRect().top]));
    const items = changes.entries.map((place) => {
      const old = own.get(place.paper);
      const item = old && old.dataset.version === place.version ? old : papers.get(place.version);
      if (item !== old && old?.querySelector("details[open]") && item.querySelector("details")) {
        item.querySelector("details").open = true;
      }
      if (item !== old && old) {
        places.set(item, places.get(old));
      }
      const rank = rankOf(place);
      if (item.querySelector(".rank").textContent !== rank.textContent) {
        item.querySelector(".rank").replaceWith(rank);
      }
      return item;
    });
    const wanted = new Set(items);
    [...list.children].filter((item) => !wanted.has(item)).forEach((item) => item.remove());
    items.forEach((item, index) => {
      if (list.children[index] !== item) {
        list.insertBefore(item, list.children[index] ?? null);
      }
    });
    glide(list, places);
    showTime(changes.asOf, since);
  };

  // Nothing moves under the pointer, under the finger, or while somebody reads with the keyboard.
  const isInUse = () => {
    const selection = getSelection();
    return (
      box.matches(":hover") ||
      box.contains(document.activeElement) ||
      (selection && !selection.isCollapsed && box.contains(selection.anchorNode))
    );
  };

  const get = (address, headers) =>
    fetch(address, {
      cache: "no-store",
      credentials: "omit",
      headers: headers ?? {},
      signal: AbortSignal.timeout?.(ANSWER_MILLIS),
    });

  // The papers of the changes that this page does not have, by their versions.
  const missing = async (changes) => {
    const known = new Set([...box.querySelectorAll("li[data-version]")].map((item) => item.dataset.version));
    const versions = changes.entries.map((place) => place.version).filter((each) => !known.has(each));
    const papers = new Map();
    if (versions.length > 0) {
      const answer = await get(`${box.dataset.papers}&versions=${versions.join(",")}`);
      if (!answer.ok) {
        throw new Error(`${answer.status} for papers`);
      }
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      page.querySelectorAll("li[data-version]").forEach((item) => papers.set(item.dataset.version, item));
    }
    // The list may have changed in between: then the next look has all of it.
    return versions.every((each) => papers.has(each)) ? papers : null;
  };

  const wholePage = async () => {
    const answer = await get(location.href);
    if (!answer.ok) {
      throw new Error(`${answer.status} for the page`);
    }
    return new DOMParser().parseFromString(await answer.text(), "text/html");
  };

  const schedule = (millis) => {
    clearTimeout(timer);
    timer = setTimeout(look, millis);
  };

  const offer = (update) => {
    waiting = update;
    if (isInUse()) {
      news.hidden = false;
    } else {
      apply(update);
    }
  };

  const look = async () => {
    if (paused || document.hidden) {
      brokenSince = null;
      return schedule(POLL_MILLIS);
    }
    try {
      const answer = await get(box.dataset.changes, etag ? { "If-None-Match": etag } : {});
      if (answer.status === 200) {
        const changes = await answer.json();
        const isEmpty = changes.entries.length === 0;
        if (!box.querySelector(".trending") !== isEmpty) {
          // What it says then is in the page alone.
          offer(waiting?.page ? waiting : { page: await wholePage() });
        } else if (isEmpty) {
          waiting = null;
          news.hidden = true;
        } else {
          const papers = await missing(changes);
          if (papers) {
            etag = answer.headers.get("ETag");
            offer({ changes, papers, since: bornAt(changes.asOf, changes.age) });
          }
        }
      } else if (waiting && !isInUse()) {
        apply(waiting);
      }
      const works = answer.ok || answer.status === 304;
      showBroken(!works);
      return schedule(works ? POLL_MILLIS : SLOW_MILLIS);
    } catch {
      showBroken(true);
      return schedule(SLOW_MILLIS);
    }
  };

  const news = document.createElement("button");
  news.type = "button";
  news.className = "quiet";
  news.textContent = "Show the new order";
  news.hidden = true;
  news.addEventListener("click", () => waiting && apply(waiting));

  const button = document.createElement("button");
  button.type = "button";
  button.className = "quiet";
  button.textContent = "Pause";
  button.addEventListener("click", () => {
    paused = !paused;
    showBroken(false);
    button.textContent = paused ? "Go on" : "Pause";
    button.setAttribute("aria-label", paused ? "Go on updating the list" : "Pause updating the list");
  });
  button.setAttribute("aria-label", "Pause updating the list");
  live.append(news, button);

  const stale = document.createElement("p");
  stale.className = "stale";
  stale.setAttribute("role", "status");
  live.parentElement.after(stale);

  box.addEventListener("pointerleave", () => {
    if (waiting && !paused && !isInUse()) {
      apply(waiting);
    }
  });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) {
      schedule(0);
    }
  });
  readTime();
  setInterval(showAge, SLOW_MILLIS);
  schedule(POLL_MILLIS);
})();
