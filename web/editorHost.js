// The config editor of VS Code speaks to its host by messages; here the page around it is the host.
(() => {
  const { theme, lang } = Object.fromEntries(new URLSearchParams(location.search));
  document.documentElement.lang = lang === "de" ? "de" : "en";
  document.documentElement.dataset.theme = theme === "dark" ? "dark" : "light";
  document.documentElement.classList.add(theme === "dark" ? "vscode-dark" : "vscode-light");
  let state;
  globalThis.acquireVsCodeApi = () => ({
    postMessage: (message) => parent.postMessage({ editor: message }, location.origin),
    getState: () => state,
    setState(kept) {
      state = kept;
    },
  });
})();
