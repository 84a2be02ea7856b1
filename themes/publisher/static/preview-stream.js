// One stream from the server for all tabs: a browser opens six connections to a host, and each stream is one.
"use strict";

const ports = new Set();
let last = null;

function tell(data) {
  last = data;
  for (const port of ports) port.postMessage(data);
}

const stream = new EventSource("events");
stream.onmessage = ({ data }) => tell(data);
stream.onerror = () => tell(null);

self.onconnect = ({ ports: [port] }) => {
  ports.add(port);
  port.onmessage = () => ports.delete(port); // the tab says that it goes
  if (last) port.postMessage(last);
};
