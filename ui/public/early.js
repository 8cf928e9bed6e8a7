// Asks for what the first screen shows before the interface itself is read: the one need not wait for the other. A file of
// its own, because the content security policy allows no inline script. What it asked for is taken over in host/tauri.ts.
(function () {
  var inside = window.__TAURI_INTERNALS__;
  if (!inside) return;
  var early = [];
  window.scimscopeEarly = early;
  function ask(name, request) {
    var callId = "early-" + name;
    var events = "__CHANNEL__:" + inside.transformCallback(function () {});
    var answer = inside.invoke("call", {
      name: name,
      request: request,
      callId: callId,
      events: events,
    });
    early.push({ name: name, request: request, callId: callId, answer: answer });
    return answer;
  }
  ask("app_start", {}).then(
    function (started) {
      if (!started.openTenant) return;
      ask("tenant_open", { tenantId: started.openTenant }).catch(function () {
        // Whoever takes the call over hears why.
      });
    },
    function () {
      // Whoever takes the call over hears why.
    },
  );
})();
