// Says when the page is painted: two frames after it was read, as Scimscope does.
requestAnimationFrame(() => {
  requestAnimationFrame(() => {
    window.__TAURI_INTERNALS__.invoke("painted");
  });
});
