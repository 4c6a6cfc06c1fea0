// Passkeys: asks the server for a question, the browser for its answer, and sends that with the form.
'use strict';
(() => {
  if (!window.PublicKeyCredential || !navigator.credentials) return;
  const bytes = text => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), c => c.charCodeAt(0));
  const text = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');

  /** The question with its binary parts as browsers want them. */
  const question = options => {
    options.challenge = bytes(options.challenge);
    if (options.user) options.user.id = bytes(options.user.id);
    for (const list of [options.excludeCredentials, options.allowCredentials]) {
      (list || []).forEach(c => { c.id = bytes(c.id); });
    }
    return options;
  };

  /** The answer as JSON (WebAuthn Level 3, toJSON), also in browsers that do not write it themselves. */
  const answer = made => {
    const r = made.response;
    const response = { clientDataJSON: text(r.clientDataJSON) };
    if (r.attestationObject) {
      response.attestationObject = text(r.attestationObject);
      response.transports = r.getTransports ? r.getTransports() : [];
    } else {
      response.authenticatorData = text(r.authenticatorData);
      response.signature = text(r.signature);
      if (r.userHandle) response.userHandle = text(r.userHandle);
    }
    return JSON.stringify({
      id: made.id, rawId: text(made.rawId), type: made.type, response,
      authenticatorAttachment: made.authenticatorAttachment || undefined,
      clientExtensionResults: made.getClientExtensionResults(),
    });
  };

  const ask = async button => {
    const form = button.form;
    const reply = await fetch(button.dataset.ask, { method: 'POST', body: new URLSearchParams(new FormData(form)) });
    const said = await reply.json();
    if (said.go) { location.assign(said.go); return; }
    const publicKey = question(JSON.parse(said.options));
    form.elements.ticket.value = said.ticket;
    form.elements.credential.value = answer(await navigator.credentials[button.dataset.passkey]({ publicKey }));
    form.submit();
  };

  document.querySelectorAll('[data-passkey]').forEach(button => {
    const fail = button.form.querySelector('[data-passkey-fail]');
    button.hidden = false;
    button.addEventListener('click', () => {
      fail.hidden = true;
      button.classList.add('is-busy');
      ask(button).catch(() => { fail.hidden = false; }).finally(() => button.classList.remove('is-busy'));
    });
  });
})();
