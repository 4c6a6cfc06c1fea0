// The map with streets, loaded when it is asked for; until then, and without it, the drawn one says the same. Beside a form's
// fields "latitude" and "longitude" it takes a point instead: where one presses.
'use strict';
(() => {
  // Leaflet asks once whether the browser knows SVG, by text: that alone passes the default policy.
  const policy = window.trustedTypes && trustedTypes.createPolicy('halles-map', { createScriptURL: address => address });
  if (policy) trustedTypes.createPolicy('default', { createHTML: text => text === '<svg/>' ? text : null });

  const add = (tag, from, address) => new Promise((done, fail) => {
    const e = document.createElement(tag);
    e.onload = done;
    e.onerror = fail;
    if (tag === 'link') e.rel = 'stylesheet';
    e[from] = tag === 'script' && policy ? policy.createScriptURL(address) : address;
    document.head.append(e);
  });

  const pin = (text, look) => {
    const e = document.createElement('span');
    e.textContent = text;
    return L.divIcon({ html: e, className: look, iconSize: [28, 28] });
  };

  const begin = (box, place) => {
    place.className = 'map map-streets';
    const map = L.map(place, { zoomControl: false, attributionControl: false });
    L.tileLayer(box.dataset.tiles, { maxZoom: 19 }).addTo(map);
    box.querySelectorAll('[data-zoom]').forEach(b => b.addEventListener('click', () => map.zoomIn(Number(b.dataset.zoom))));
    box.querySelectorAll('[data-map-after]').forEach(e => { e.hidden = false; });
    return map;
  };

  const take = box => {
    const fields = ['latitude', 'longitude'].map(name => box.closest('form').elements[name]);
    const typed = fields.map(f => Number(f.value.replace(',', '.')));
    const isTyped = typed.every(n => n);
    const at = isTyped ? typed : box.dataset.pick.split(',').map(Number);
    const map = begin(box, box.querySelector('[data-map-place]')).setView(at, isTyped ? 17 : 14);
    const mark = L.marker(at, { icon: pin('', 'map-sign map-sign-here'), keyboard: false }).addTo(map);
    map.on('click', e => {
      mark.setLatLng(e.latlng);
      fields[0].value = e.latlng.lat.toFixed(5);
      fields[1].value = e.latlng.lng.toFixed(5);
    });
  };

  const show = box => {
    const drawn = box.querySelector('.map');
    const points = [...drawn.querySelectorAll('[data-at]')].map(e => ({ at: e.dataset.at.split(',').map(Number), name: e.dataset.name, text: e.textContent.trim() }));
    const place = document.createElement('div');
    place.setAttribute('role', 'region');
    place.setAttribute('aria-label', drawn.getAttribute('aria-label'));
    drawn.replaceWith(place);
    box.querySelectorAll('[data-map-before]').forEach(e => { e.hidden = true; });
    const map = begin(box, place);
    points.reverse().forEach(p => L.marker(p.at, { icon: pin(p.text, p.name ? 'map-sign' : 'map-sign map-sign-here'), title: p.name, alt: p.name, keyboard: false }).addTo(map));
    map.fitBounds(points.map(p => p.at), { padding: [28, 28], maxZoom: 17 });
  };

  document.querySelectorAll('[data-tiles]').forEach(box => {
    const button = box.querySelector('[data-map-open]');
    button.hidden = false;
    button.addEventListener('click', () => {
      button.classList.add('is-busy');
      Promise.all([add('link', 'href', box.dataset.style), add('script', 'src', box.dataset.script)])
        .then(() => { button.hidden = true; ('pick' in box.dataset ? take : show)(box); })
        .catch(() => { button.classList.remove('is-busy'); }); // offline: the drawn one stays, and one may try again
    });
  });
})();
