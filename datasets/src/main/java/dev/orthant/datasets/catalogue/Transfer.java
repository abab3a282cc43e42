package dev.orthant.datasets.catalogue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;

/// One file from one address into one part file, resuming where that is safe.
///
/// @param client   opened and closed by the caller
/// @param listener hears of the progress
record Transfer(HttpClient client, FetchListener listener) {
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(60);
    private static final int OK = 200;
    private static final int PARTIAL_CONTENT = 206;
    private static final int RANGE_NOT_SATISFIABLE = 416;
    private static final int BUFFER = 1 << 16;

    /// @return whether bytes of an earlier attempt were kept
    boolean download(URI source, DatasetFile file, PartFile part) throws IOException, InterruptedException {
        Optional<String> validator = part.validatorFor(source);
        long kept = validator.isPresent() ? part.size() : 0;
        HttpRequest.Builder request = HttpRequest.newBuilder(source).timeout(ANSWER_TIMEOUT);
        validator.ifPresent(
                text -> request.setHeader("Range", "bytes=" + kept + "-").setHeader("If-Range", text));
        HttpResponse<InputStream> response = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            return receive(response, body, file, part);
        }
    }

    private boolean receive(HttpResponse<InputStream> response, InputStream body, DatasetFile file, PartFile part)
            throws IOException, InterruptedException {
        int status = response.statusCode();
        return switch (status) {
            case PARTIAL_CONTENT -> {
                requireStart(response.headers(), part.size());
                save(response, body, file, part);
                yield true;
            }
            case OK -> { // also the answer of a server that ignores Range, or whose file has changed
                part.delete();
                part.remember(askedFor(response), strongValidator(response.headers()));
                save(response, body, file, part);
                yield false;
            }
            case RANGE_NOT_SATISFIABLE -> true; // nothing is missing behind what was kept: the digest will tell
            default -> throw new IOException("HTTP status " + status);
        };
    }

    private void save(HttpResponse<InputStream> response, InputStream body, DatasetFile file, PartFile part)
            throws IOException, InterruptedException {
        long bytes = part.size();
        long length = response.headers().firstValueAsLong("Content-Length").orElse(-1);
        long total = length < 0 ? -1 : bytes + length;
        listener.on(new FetchListener.Started(file.name(), askedFor(response), bytes));
        try (OutputStream output = Files.newOutputStream(
                part.path(), StandardOpenOption.CREATE, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS)) {
            byte[] buffer = new byte[BUFFER];
            for (int count = body.read(buffer);
                    count >= 0 && bytes <= file.mostPackedBytes();
                    count = body.read(buffer)) {
                output.write(buffer, 0, count);
                bytes += count;
                listener.on(new FetchListener.Progress(file.name(), bytes, total));
                if (Thread.interrupted()) {
                    throw new InterruptedException("fetch: interrupted after " + bytes + " bytes of " + file.name());
                }
            }
        }
        if (bytes > file.mostPackedBytes()) {
            part.delete(); // a server without an end must not fill the disk
            throw new IOException(
                    "more than " + file.mostPackedBytes() + " bytes came, too many for " + file.packedName());
        }
        if (total >= 0 && bytes != total) {
            throw new IOException("the connection ended after " + bytes + " of " + total + " bytes; fetch again");
        }
    }

    /// The address before any redirection: what the next attempt will ask for.
    private static URI askedFor(HttpResponse<?> response) {
        HttpResponse<?> first = response;
        while (first.previousResponse().isPresent()) {
            first = first.previousResponse().get();
        }
        return first.request().uri();
    }

    private static void requireStart(HttpHeaders headers, long kept) throws IOException {
        String range = headers.firstValue("Content-Range").orElse("none");
        if (!range.startsWith("bytes " + kept + "-")) {
            throw new IOException("bytes from " + kept + " on were asked for but the range is " + range);
        }
    }

    /// An entity tag that is not weak, or the date of the last change.
    private static Optional<String> strongValidator(HttpHeaders headers) {
        return headers.firstValue("ETag")
                .filter(tag -> tag.startsWith("\""))
                .or(() -> headers.firstValue("Last-Modified"));
    }

    /// One clause that says why a mirror failed, also where the exception has no message.
    static String reason(IOException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
                return "its name cannot be resolved (offline?)";
            }
        }
        String message = failure.getMessage();
        return switch (failure) {
            case ConnectException refused -> "cannot connect (offline?)";
            case HttpTimeoutException late -> "no answer in time";
            default -> message == null ? failure.getClass().getSimpleName() : message;
        };
    }
}
