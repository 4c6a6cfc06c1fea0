// Halles, behind the counter. Loaded after mall.js; every page works without it.
'use strict';
(() => {
  const all = (selector, act, root = document) => root.querySelectorAll(selector).forEach(act);
  const recall = (key, fallback) => { try { return localStorage.getItem(key) || fallback; } catch { return fallback; } };
  const recallHere = () => { try { return sessionStorage.getItem('halles-scan'); } catch { return null; } };
  const keep = (key, value) => { try { localStorage.setItem(key, value); } catch { /* private window: forgotten on leaving */ } };

  // The one Trusted Types policy: pages of this very origin, parsed into a document that runs nothing.
  const policy = window.trustedTypes && trustedTypes.createPolicy('halles', { createHTML: page => page, createScriptURL: address => address });
  const parse = page => new DOMParser().parseFromString(policy ? policy.createHTML(page) : page, 'text/html');

  /** Swaps the element of that id for the one in a page of ours, keeping focus and ticked boxes. */
  const swap = (id, page) => {
    const old = document.getElementById(id);
    const fresh = page.getElementById(id);
    if (!old || !fresh) return false;
    const ticked = [...old.querySelectorAll('input[type=checkbox]:checked')].map(e => e.name + '|' + e.value);
    const held = old.contains(document.activeElement) ? document.activeElement : null;
    const at = held && [...old.querySelectorAll('a,button,input,select,textarea,summary')].indexOf(held);
    const node = document.importNode(fresh, true);
    all('script', e => e.remove(), node);
    all('input[type=checkbox]', e => { if (ticked.includes(e.name + '|' + e.value)) e.checked = true; }, node);
    old.replaceWith(node);
    if (held) {
      const again = (held.id && document.getElementById(held.id)) || node.querySelectorAll('a,button,input,select,textarea,summary')[at];
      if (again) again.focus({ preventScroll: true });
    }
    dispatchEvent(new Event('halles:swapped'));
    return true;
  };

  const load = async (address, options) => {
    const answer = await fetch(address, { credentials: 'same-origin', ...options });
    if (!answer.ok || new URL(answer.url).origin !== location.origin) throw new Error(String(answer.status));
    return parse(await answer.text());
  };

  // Sound: two soft notes, off at a touch, remembered on this device.
  let audio;
  const soundOn = () => recall('halles-sound', 'on') === 'on';
  const wake = () => {
    if (!window.AudioContext) return;
    audio = audio || new AudioContext();
    if (audio.state === 'suspended') audio.resume();
  };
  const note = (pitch, start) => {
    const tone = audio.createOscillator();
    const gain = audio.createGain();
    tone.frequency.value = pitch;
    gain.gain.setValueAtTime(.0001, start);
    gain.gain.exponentialRampToValueAtTime(.25, start + .02);
    gain.gain.exponentialRampToValueAtTime(.0001, start + .35);
    tone.connect(gain).connect(audio.destination);
    tone.start(start);
    tone.stop(start + .4);
  };
  const ring = () => {
    if (!soundOn() || !audio || audio.state !== 'running') return;
    note(660, audio.currentTime);
    note(880, audio.currentTime + .18);
  };
  const sound = () => {
    ['pointerdown', 'keydown'].forEach(kind => addEventListener(kind, wake, { once: true }));
    all('[data-sound]', button => {
      const show = () => {
        button.setAttribute('aria-pressed', String(soundOn()));
        const use = button.querySelector('use');
        if (use) use.setAttribute('href', use.getAttribute('href').split('#')[0] + (soundOn() ? '#i-bell' : '#i-bell-off'));
      };
      button.hidden = false;
      show();
      button.addEventListener('click', () => {
        keep('halles-sound', soundOn() ? 'off' : 'on');
        show();
        wake();
        ring();
      });
    });
  };

  /** data-live is the address of the events: "order" for a new order (rings), "change" for the rest. */
  const live = () => {
    const address = document.body.dataset.live;
    if (!address || !window.EventSource) return;
    const title = document.title;
    let timer, late;
    const typing = () => {
      const e = document.activeElement;
      return e && e.closest('#live') && e.matches('input:not([type=checkbox]),textarea,select');
    };
    const refresh = () => {
      if (typing()) { late = true; return; }
      late = false;
      load(location.href).then(page => swap('live', page)).catch(() => { late = true; });
    };
    const soon = () => { clearTimeout(timer); timer = setTimeout(refresh, 250); };
    addEventListener('focusout', () => { if (late) soon(); });
    addEventListener('visibilitychange', () => { if (!document.hidden) document.title = title; });
    const words = on => all('[data-live-words]', e => {
      e.classList.toggle('live-off', !on);
      e.textContent = on ? e.dataset.on : e.dataset.off;
    });
    // Browsers allow six connections to a site over HTTP/1.1: the tabs of one desk elect one that listens for all.
    const others = window.BroadcastChannel && new BroadcastChannel('halles ' + address);
    let lost = false;
    const hear = kind => {
      if (kind === 'open') { words(true); if (lost) soon(); lost = false; }
      if (kind === 'error') { words(false); lost = true; }
      if (kind === 'change' || kind === 'order') soon();
      if (kind === 'order') { ring(); if (document.hidden) document.title = '● ' + title; }
    };
    const listen = () => new Promise(done => {
      const events = new EventSource(address);
      ['open', 'error', 'change', 'order'].forEach(kind => events.addEventListener(kind, () => {
        hear(kind);
        if (others) others.postMessage(kind);
      }));
      addEventListener('pagehide', () => { events.close(); done(); });
    });
    if (others && navigator.locks) {
      others.addEventListener('message', e => hear(e.data));
      words(true);
      navigator.locks.request('halles ' + address, listen);
    } else listen();
    addEventListener('pageshow', e => { if (e.persisted) location.reload(); });
  };

  /** data-walk on a list, with the words for it: j and k go to the first link of the next and of the previous row. */
  const walk = key => {
    const stops = [...document.querySelectorAll('[data-walk] > li')];
    if (!stops.length || (key !== 'j' && key !== 'k')) return false;
    const at = stops.indexOf(document.activeElement.closest('[data-walk] > li'));
    const to = stops[key === 'j' ? Math.min(at + 1, stops.length - 1) : Math.max(at - 1, 0)].querySelector('a');
    if (to) to.focus();
    return true;
  };

  /** data-key on a link, button or field gives it a key; "?" shows them all; the panel can switch them off. */
  const keys = () => {
    const words = document.body.dataset.keys;
    if (!words) return;
    const [heading, use] = words.split('|');
    const make = (tag, look, text) => {
      const e = document.createElement(tag);
      e.className = look;
      if (text) e.textContent = text;
      return e;
    };
    const panel = make('section', 'keys stack-tight');
    panel.hidden = true;
    panel.tabIndex = -1;
    panel.setAttribute('aria-label', heading);
    const fill = () => {
      panel.replaceChildren(make('h2', 'title', heading));
      const list = make('dl', 'facts');
      const tell = (key, name) => {
        const term = make('dt', '');
        term.append(make('kbd', 'key', key));
        list.append(term, make('dd', '', name.trim()));
      };
      all('[data-key]', e => tell(e.dataset.key, e.getAttribute('aria-label') || (e.labels && e.labels[0] && e.labels[0].textContent) || [...e.childNodes].filter(n => n.nodeType === 3).map(n => n.textContent).join('')));
      all('[data-walk]', e => e.dataset.walk.split('|').forEach((name, i) => tell('jk'[i], name)));
      const label = make('label', 'check');
      const box = make('input', 'check-box');
      box.type = 'checkbox';
      box.checked = recall('halles-keys', 'on') === 'on';
      box.addEventListener('change', () => keep('halles-keys', box.checked ? 'on' : 'off'));
      label.append(box, make('span', '', use));
      panel.append(list, label);
    };
    const toggle = on => {
      if (on) fill();
      panel.hidden = !on;
      if (on) panel.focus();
    };
    document.body.append(panel);
    all('[data-keys-open]', b => { b.hidden = false; b.addEventListener('click', () => toggle(panel.hidden)); });
    addEventListener('keydown', e => {
      if (e.key === 'Escape' && !panel.hidden) { toggle(false); return; }
      if (e.ctrlKey || e.metaKey || e.altKey || e.target.closest('input:not([type=checkbox]):not([type=radio]),select,textarea,[contenteditable]')) return;
      if (recall('halles-keys', 'on') !== 'on') return;
      if (e.key === '?') { e.preventDefault(); toggle(panel.hidden); return; }
      if (walk(e.key)) { e.preventDefault(); return; }
      const target = document.querySelector('[data-key="' + CSS.escape(e.key) + '"]');
      if (!target) return;
      e.preventDefault();
      target.matches('input,select,textarea') ? target.focus() : target.click();
    });
  };

  /** data-all="name" ticks every box of that name; Shift ticks a range; data-picked says how many. */
  const bulk = () => {
    let last;
    const boxes = name => [...document.querySelectorAll('input[type=checkbox][name="' + CSS.escape(name) + '"]')];
    const count = () => all('[data-all]', whole => {
      const list = boxes(whole.dataset.all);
      const n = list.filter(e => e.checked).length;
      whole.checked = n > 0 && n === list.length;
      whole.indeterminate = n > 0 && n < list.length;
      all('[data-picked]', e => {
        e.dataset.none = e.dataset.none || e.textContent;
        e.textContent = n ? (e.dataset.picked || '{n}').replace('{n}', n) : e.dataset.none;
      });
    });
    addEventListener('click', e => {
      const box = e.target;
      if (!box.matches || !box.matches('input[type=checkbox]')) return;
      if (box.dataset.all) boxes(box.dataset.all).forEach(x => { x.checked = box.checked; });
      else if (e.shiftKey && last && last.name === box.name && last.isConnected) {
        const list = boxes(box.name);
        const [from, to] = [list.indexOf(last), list.indexOf(box)].sort((a, b) => a - b);
        list.slice(from, to + 1).forEach(x => { x.checked = box.checked; });
      }
      if (!box.dataset.all) last = box;
      count();
    });
    addEventListener('halles:swapped', count);
    all('[data-all]', whole => { whole.parentElement.hidden = false; });
    count();
  };

  /** A form with data-row="id" is sent behind the page, tap after tap in order, and its row is swapped at the end. */
  const rows = () => {
    const queues = new Map();
    addEventListener('submit', e => {
      const form = e.target;
      const id = form.dataset.row;
      if (!id || !window.fetch) return;
      e.preventDefault();
      const once = form.querySelector('[data-once-key]');
      if (once && window.crypto && crypto.randomUUID) once.value = crypto.randomUUID();
      const data = new FormData(form);
      const by = e.submitter && e.submitter.name === 'by' ? Number(e.submitter.value) : 0;
      if (e.submitter && e.submitter.name) data.set(e.submitter.name, e.submitter.value);
      const field = form.querySelector('.qty-in');
      if (field && by) field.value = Math.max(0, Number(field.value) + by);
      const waiting = (queues.get(id) || { line: Promise.resolve(), n: 0 });
      waiting.n++;
      waiting.line = waiting.line.then(() => load(form.action, { method: 'POST', body: new URLSearchParams(data) }))
        .then(page => { if (--waiting.n === 0) swap(id, page); })
        .catch(() => location.reload());
      queues.set(id, waiting);
    });
  };

  /** What reads bar codes: the browser itself, or ZXing, loaded when it is needed. */
  const reader = async () => {
    if (window.BarcodeDetector) return new BarcodeDetector();
    await new Promise((done, fail) => {
      if (window.ZXing) { done(); return; }
      const e = document.createElement('script');
      e.onload = done;
      e.onerror = fail;
      e.src = policy ? policy.createScriptURL(document.body.dataset.reader) : document.body.dataset.reader;
      document.head.append(e);
    });
    const eye = new ZXing.BrowserMultiFormatReader();
    return { detect: async video => { try { return [{ rawValue: eye.decode(video).getText() }]; } catch { return []; } } };
  };

  /** data-here writes where the device is into the fields "latitude" and "longitude" of its form, to about a metre. */
  const here = () => all('[data-here]', button => {
    if (!navigator.geolocation) return;
    button.hidden = false;
    button.addEventListener('click', () => {
      button.classList.add('is-busy');
      const told = failed => {
        button.classList.remove('is-busy');
        all('[data-here-fail]', e => { e.hidden = !failed; });
      };
      navigator.geolocation.getCurrentPosition(p => {
        told(false);
        for (const field of ['latitude', 'longitude']) button.form.elements[field].value = p.coords[field].toFixed(5);
      }, () => told(true), { timeout: 10000, enableHighAccuracy: true });
    });
  });

  /** data-scan names the field that a barcode or QR code seen by the camera is written to; with data-scan-on the camera looks on after each code. */
  const scan = () => all('[data-scan]', button => {
    const field = document.getElementById(button.dataset.scan);
    if (!field || !navigator.mediaDevices) return;
    let video, stream;
    const stop = () => {
      if (stream) stream.getTracks().forEach(t => t.stop());
      if (video) video.remove();
      video = stream = null;
      button.setAttribute('aria-pressed', 'false');
    };
    const look = async (eye) => {
      if (!video) return;
      const seen = video.readyState > 1 ? await eye.detect(video).catch(() => []) : [];
      if (!seen.length) { setTimeout(() => look(eye), 150); return; }
      // A pick-up QR holds an address whose last part is the code.
      field.value = seen[0].rawValue.split(/[?#]/)[0].replace(/\/+$/, '').split('/').pop();
      stop();
      field.dispatchEvent(new Event('input', { bubbles: true }));
      if (field.form && field.form.requestSubmit) field.form.requestSubmit(); else field.focus();
    };
    const lookOn = on => { try { sessionStorage.setItem('halles-scan', on ? field.id : ''); } catch { /* private window: tap again */ } };
    const begin = async () => {
      try {
        stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
      } catch {
        field.focus();
        return;
      }
      video = document.createElement('video');
      video.className = 'scan-view';
      video.muted = true;
      video.playsInline = true;
      video.srcObject = stream;
      button.parentElement.after(video);
      button.setAttribute('aria-pressed', 'true');
      await video.play();
      reader().then(look, stop);
    };
    button.hidden = false;
    button.addEventListener('click', () => {
      lookOn(!stream);
      if (stream) stop(); else begin();
    });
    if ('scanOn' in button.dataset && recallHere() === field.id) begin();
    addEventListener('pagehide', stop);
  });

  all('.tabs [aria-current]', e => e.scrollIntoView({ block: 'nearest', inline: 'center' }));
  sound();
  live();
  keys();
  bulk();
  rows();
  scan();
  here();
  all('[data-print]', b => { b.hidden = false; b.addEventListener('click', () => print()); });
})();
