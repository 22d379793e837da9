// Works without it: this fills in the reader's timezone and keeps the list moving.
"use strict";

(() => {
  const POLL_MILLIS = 3000;
  const SLOW_MILLIS = 15000;

  const zone = document.querySelector("input[name=timezone][data-guess]");
  if (zone && zone.value === "UTC") {
    try {
      zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
    } catch {
      // The field keeps UTC.
    }
  }

  const frequency = document.querySelector("select[name=frequency]");
  const hour = document.querySelector("select[name=hour]");
  if (frequency && hour) {
    const adapt = () => {
      hour.disabled = frequency.value === "INSTANT";
    };
    frequency.addEventListener("change", adapt);
    adapt();
  }

  const category = document.querySelector(".category select");
  if (category) {
    category.addEventListener("change", () => category.form.requestSubmit());
    category.form.querySelector("button").hidden = true;
  }

  const box = document.querySelector("[data-fragment]");
  const live = document.querySelector(".live");
  if (!box || !live) {
    return;
  }

  let paused = false;
  let etag = null;
  let timer = null;

  const asLocal = () => {
    const time = live.querySelector("time");
    const given = box.querySelector("[data-as-of]");
    if (time && given) {
      const at = new Date(given.dataset.asOf);
      const clock = { hour: "2-digit", minute: "2-digit", second: "2-digit" };
      const day = { day: "numeric", month: "short", year: "numeric" };
      const isToday = at.toDateString() === new Date().toDateString();
      time.dateTime = given.dataset.asOf;
      // A list of another day, such as a recorded one that is replayed, says so.
      time.textContent = at.toLocaleString([], isToday ? clock : { ...day, ...clock });
    }
  };

  const calm = matchMedia("(prefers-reduced-motion: reduce)");

  // Papers glide from their old place to the new one (first, last, invert, play).
  const replace = (html) => {
    const open = new Set();
    const places = new Map();
    const focused = document.activeElement;
    const focus = box.contains(focused) && {
      paper: focused.closest("li[data-paper]")?.dataset.paper,
      href: focused.getAttribute("href"),
      tag: focused.tagName,
    };
    box.querySelectorAll("li[data-paper]").forEach((item) => {
      places.set(item.dataset.paper, item.getBoundingClientRect().top);
      if (item.querySelector("details[open]")) {
        open.add(item.dataset.paper);
      }
    });
    const page = new DOMParser().parseFromString(html, "text/html");
    box.replaceChildren(...page.body.childNodes);
    box.querySelectorAll("li[data-paper]").forEach((item) => {
      const id = item.dataset.paper;
      if (open.has(id)) {
        item.querySelector("details").open = true;
      }
      if (focus && focus.paper === id) {
        const again = [...item.querySelectorAll(focus.tag)].find(
          (each) => each.getAttribute("href") === focus.href,
        );
        again?.focus({ preventScroll: true });
      }
    });
    if (!calm.matches) {
      box.querySelectorAll("li[data-paper]").forEach((item) => {
        const before = places.get(item.dataset.paper);
        const after = item.getBoundingClientRect().top;
        if (before === undefined) {
          item.animate([{ opacity: 0 }, { opacity: 1 }], { duration: 600 });
        } else if (before !== after) {
          item.animate(
            [{ transform: `translateY(${before - after}px)` }, { transform: "none" }],
            { duration: 700, easing: "cubic-bezier(0.2, 0.7, 0.2, 1)" },
          );
        }
      });
    }
    asLocal();
  };

  const schedule = (millis) => {
    clearTimeout(timer);
    timer = setTimeout(look, millis);
  };

  const isReading = () => {
    const selection = getSelection();
    return selection && !selection.isCollapsed && box.contains(selection.anchorNode);
  };

  const look = async () => {
    if (paused || document.hidden || isReading()) {
      return schedule(POLL_MILLIS);
    }
    try {
      const answer = await fetch(box.dataset.fragment, {
        cache: "no-store",
        credentials: "omit",
        headers: etag ? { "If-None-Match": etag } : {},
      });
      if (answer.status === 200) {
        etag = answer.headers.get("ETag");
        replace(await answer.text());
      }
      schedule(answer.ok || answer.status === 304 ? POLL_MILLIS : SLOW_MILLIS);
    } catch {
      schedule(SLOW_MILLIS);
    }
  };

  const button = document.createElement("button");
  button.type = "button";
  button.className = "quiet";
  button.textContent = "Pause";
  button.addEventListener("click", () => {
    paused = !paused;
    button.textContent = paused ? "Go on" : "Pause";
    button.setAttribute("aria-label", paused ? "Go on updating the list" : "Pause updating the list");
  });
  button.setAttribute("aria-label", "Pause updating the list");
  live.append(button);

  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) {
      schedule(0);
    }
  });
  asLocal();
  schedule(POLL_MILLIS);
})();
