package dev.orthant.datasets.catalogue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A web server on the loopback interface that serves files, well or badly.
final class LocalMirror implements AutoCloseable {
    /// How the server behaves.
    enum Manner {
        GOOD,
        IGNORES_RANGE,
        WRONG_RANGE
    }

    private final HttpServer server;
    private final Map<String, byte[]> files;
    private final Manner manner;
    private final AtomicInteger cuts = new AtomicInteger();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile String entityTag = "\"one\"";

    LocalMirror(Map<String, byte[]> files, Manner manner) throws IOException {
        this.files = files;
        this.manner = manner;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/data/", this::answer);
        server.start();
    }

    /// The next answers stop in the middle of the body.
    void cutNext(int count) {
        cuts.set(count);
    }

    void changeEntityTag(String tag) {
        entityTag = tag;
    }

    URI address() {
        return URI.create("http://" + server.getAddress().getAddress().getHostAddress() + ":"
                + server.getAddress().getPort() + "/data/");
    }

    /// One line per request: file, range or none, status.
    List<String> requests() {
        return requests;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String name = exchange.getRequestURI().getPath().substring("/data/".length());
        String range = exchange.getRequestHeaders().getFirst("Range");
        byte[] file = files.get(name);
        int from = start(exchange, range);
        int status = file == null ? 404 : from == 0 ? 200 : from >= file.length ? 416 : 206;
        requests.add(name + " " + (range == null ? "none" : range) + " " + status);
        exchange.getResponseHeaders().set("ETag", entityTag);
        if (file == null || status == 416) {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
            return;
        }
        if (status == 206) {
            int said = manner == Manner.WRONG_RANGE ? from - 1 : from;
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes " + said + "-" + (file.length - 1) + "/" + file.length);
        }
        exchange.sendResponseHeaders(status, file.length - from);
        send(exchange, Arrays.copyOfRange(file, from, file.length));
    }

    private int start(HttpExchange exchange, @Nullable String range) {
        boolean unchanged = entityTag.equals(exchange.getRequestHeaders().getFirst("If-Range"));
        if (range == null || manner == Manner.IGNORES_RANGE || !unchanged) {
            return 0;
        }
        return Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
    }

    private void send(HttpExchange exchange, byte[] body) throws IOException {
        boolean cut = cuts.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
        OutputStream output = exchange.getResponseBody();
        output.write(body, 0, cut ? body.length / 2 : body.length);
        output.flush();
        exchange.close(); // before the promised length, if cut
    }
}
