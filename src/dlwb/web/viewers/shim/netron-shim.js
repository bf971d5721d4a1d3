/*
 * What Netron needs to be a part of our page. It is loaded by Netron's own index.html, after its styles and before it
 * starts, and it is the only place that knows Netron's private parts (dlwb.web.viewers.netron checks that they exist).
 *
 * - No age check, no consent box, no telemetry, no link that leaves: Netron never calls another host.
 * - No request for weights, which the server does not send and the drawing does not need.
 * - The keyboard stays with the page until somebody clicks into the graph.
 * - The theme is the page's (`?theme=dark|light`, message `dlwb:theme`), not the operating system's.
 * - Messages from the page (same origin only):
 *     {type: "dlwb:colours", colours: {nodeName: "#rrggbb"}}   colour nodes; those not named get Netron's own colour
 *     {type: "dlwb:select", name}                              select a node and scroll to it; null: none
 *     {type: "dlwb:theme", theme: "dark" | "light"}
 * - Messages to the page:
 *     {type: "dlwb:ready", nodes}        the graph is drawn; `nodes` is how many names it has
 *     {type: "dlwb:selected", name}      the user clicked a node; null: none any more
 *     {type: "dlwb:failed", message}     the graph could not be drawn
 */
(function () {
    "use strict";

    const origin = window.location.origin;
    const colourPattern = /^#[0-9a-f]{6}$/i;
    let target = null; // the drawn graph, Netron's view.Graph
    let colours = {};
    let wanted = null; // a selection that came before the graph was drawn
    let selecting = false; // the page selects, not the user

    const tell = (message) => {
        if (window.parent !== window) {
            window.parent.postMessage(message, origin);
        }
    };

    // --- theme -----------------------------------------------------------------------------------

    const darkRules = [];
    for (const sheet of document.styleSheets) {
        for (const rule of sheet.cssRules) {
            if (rule instanceof CSSMediaRule && rule.media.mediaText.includes("prefers-color-scheme: dark")) {
                darkRules.push({ rule, asWritten: rule.media.mediaText });
            }
        }
    }

    const applyTheme = (theme) => {
        for (const { rule, asWritten } of darkRules) {
            rule.media.mediaText = theme === "dark" ? "all" : theme === "light" ? "not all" : asWritten;
        }
        document.documentElement.style.colorScheme = theme === "dark" || theme === "light" ? theme : "light dark";
    };

    applyTheme(new URLSearchParams(window.location.search).get("theme"));

    const ownRules = [
        // The page's own background shows through; Netron's dark theme has a grey of its own on the drawing's area too.
        "body.default, body.welcome, .target { background-color: transparent !important; }",
        // Netron marks the selection red, which a red node of the time overlay would swallow.
        ".select > .node.node-border { stroke: #228be6 !important; stroke-width: 3px !important; }",
    ];
    for (const rule of ownRules) {
        document.styleSheets[document.styleSheets.length - 1].insertRule(rule);
    }

    // --- focus -----------------------------------------------------------------------------------

    // Netron takes the focus as soon as a graph is drawn: the page would scroll to it, and its own keys would be gone.
    const takeFocus = HTMLElement.prototype.focus;
    HTMLElement.prototype.focus = function (options) {
        if (document.hasFocus()) {
            takeFocus.call(this, options);
        }
    };

    // --- the drawn graph -------------------------------------------------------------------------

    /** Drawn nodes by name; several may share one. Values (edges) are in Netron's table too, but have no blocks. */
    const nodesByName = (graph) => {
        const found = new Map();
        for (const node of graph._table.values()) {
            const name = node.blocks && node.element && node.value && node.value.name;
            if (name) {
                found.set(name, [...(found.get(name) || []), node]);
            }
        }
        return found;
    };

    /** Black or white, whichever is read more easily on a colour (relative luminance, WCAG 2). */
    const inkOn = (colour) => {
        const [r, g, b] = [1, 3, 5]
            .map((at) => parseInt(colour.slice(at, at + 2), 16) / 255)
            .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179 ? "#000000" : "#ffffff";
    };

    const paint = () => {
        if (!target) {
            return;
        }
        for (const [name, nodes] of target.dlwbNodes) {
            const colour = colours[name];
            const valid = typeof colour === "string" && colourPattern.test(colour);
            for (const node of nodes) {
                for (const entry of node.element.querySelectorAll(":scope > .node-item")) {
                    entry.querySelector("path").style.fill = valid ? colour : "";
                    entry.querySelector("text").style.fill = valid ? inkOn(colour) : "";
                }
            }
        }
    };

    const select = (name) => {
        if (!target) {
            wanted = name;
            return;
        }
        const nodes = target.dlwbNodes.get(name) || [];
        selecting = true;
        try {
            target.scrollTo(target.select(nodes.map((node) => node.value)), "auto");
        } finally {
            selecting = false;
        }
    };

    /** A click first clears the selection and then sets it, so the answer is read when both have happened. */
    const reportSelection = (graph) => {
        let planned = false;
        return () => {
            if (selecting || planned) {
                return;
            }
            planned = true;
            queueMicrotask(() => {
                planned = false;
                const names = [...graph.selection].map((element) => element.value && element.value.name);
                tell({ type: "dlwb:selected", name: names.find((name) => graph.dlwbNodes.has(name)) || null });
            });
        };
    };

    const drawn = (graph) => {
        target = graph;
        target.dlwbNodes = nodesByName(target);
        target.on("selectionchange", reportSelection(target));
        paint();
        if (wanted !== null) {
            select(wanted);
            wanted = null;
        }
        // After Netron has made the drawing visible.
        setTimeout(() => tell({ type: "dlwb:ready", nodes: graph.dlwbNodes.size }), 0);
    };

    window.addEventListener("message", (event) => {
        if (event.origin !== origin || event.source !== window.parent || !event.data) {
            return;
        }
        switch (event.data.type) {
            case "dlwb:colours":
                colours = event.data.colours || {};
                paint();
                break;
            case "dlwb:select":
                select(event.data.name);
                break;
            case "dlwb:theme":
                applyTheme(event.data.theme);
                break;
            default:
        }
    });

    // --- Netron's own modules, patched as they arrive --------------------------------------------

    const whenExported = (name, patch) => {
        let module;
        Object.defineProperty(window.exports, name, {
            configurable: true,
            get: () => module,
            set: (value) => {
                patch(value);
                module = value;
            },
        });
    };

    whenExported("browser", (browser) => {
        const host = browser.Host.prototype;
        // The original asks another host for the country, asks for consent, sends telemetry, and refuses to work
        // 180 days after its release.
        host.view = async function (view) {
            this._view = view;
        };
        host.openURL = () => {};
        host.event = () => {};
        host.exception = () => {};
        const fetchFile = host._fetch;
        host._fetch = function (url, ...rest) {
            const isWeights = url.endsWith(".bin");
            return isWeights ? Promise.reject(new Error("Weights are not shown.")) : fetchFile.call(this, url, ...rest);
        };
    });

    whenExported("view", (module) => {
        const { render, error } = module.View.prototype;
        module.View.prototype.render = async function (...whatToDraw) {
            target = null;
            const status = await render.apply(this, whatToDraw);
            if (status === "" && this.target) {
                drawn(this.target);
            }
            return status;
        };
        module.View.prototype.error = async function (problem, ...rest) {
            if (!target) {
                tell({ type: "dlwb:failed", message: String((problem && problem.message) || problem) });
            }
            return error.call(this, problem, ...rest);
        };
    });
})();
