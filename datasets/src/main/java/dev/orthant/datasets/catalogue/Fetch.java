package dev.orthant.datasets.catalogue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Downloads data sets, only when called.
///
/// Each file is streamed to `name.gz.part` beside its destination, checked by the SHA-256 of its unpacked content and
/// moved into place in one step: the destination is either absent, what it was, or right. A download that was cut is
/// resumed if the same mirror confirms (by `If-Range`) that its file is still the same. A file that is there and right
/// is not fetched again; one that is there and wrong stays until a right one has come. No more bytes are taken than the
/// packed file can have. One process at a time. Links in the place of a file are replaced, never written through; the
/// names of files and folders are plain.
///
/// ```java
/// Path damaged = Files.createDirectories(folder.resolve("mnist")).resolve("train-images-idx3-ubyte.gz");
/// Files.writeString(damaged, "no images");
/// List<FetchListener.Event> events = new ArrayList<>();
/// Fetch fetch = new Fetch(folder, events::add);
/// fetch.fetch(NamedDataset.MNIST.withMirrors(List.of()));  // throws IOException
/// events.getFirst();          // → WrongOnDisk[file=train-images-idx3-ubyte, reason=no sound gzip file…
/// Files.readString(damaged);  // → no images
/// ```
///
/// @since 0.1.0
public final class Fetch {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(20);

    private final Path target;
    private final FetchListener listener;

    /// Downloads into a folder.
    ///
    /// @param target   holds one folder per data set; made if absent
    /// @param listener hears of the progress
    public Fetch(Path target, FetchListener listener) {
        this.target = target;
        this.listener = listener;
    }

    /// Fetches all files of a data set that are not there yet.
    ///
    /// @param dataset its files, their digests and mirrors
    /// @return the folder that holds them
    /// @throws IOException if no mirror gives a file; the message has one clause per mirror
    /// @throws InterruptedException if the thread is interrupted; what has come is kept for the next time
    public Path fetch(NamedDataset dataset) throws IOException, InterruptedException {
        Path folder = target.resolve(dataset.name());
        Files.createDirectories(folder);
        try (HttpClient client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(CONNECT_TIMEOUT)
                .build()) {
            Transfer transfer = new Transfer(client, listener);
            for (DatasetFile file : dataset.files()) {
                fetch(dataset, file, folder.resolve(file.packedName()), transfer);
            }
        }
        return folder;
    }

    private void fetch(NamedDataset dataset, DatasetFile file, Path destination, Transfer transfer)
            throws IOException, InterruptedException {
        if (Files.exists(destination)) {
            Optional<String> wrong = Digest.wrong(destination, file);
            if (wrong.isEmpty()) {
                listener.on(new FetchListener.AlreadyThere(file.name()));
                return;
            }
            listener.on(new FetchListener.WrongOnDisk(file.name(), wrong.get()));
        }
        List<String> failures = new ArrayList<>();
        for (URI mirror : dataset.mirrors()) {
            URI source = mirror.resolve(file.packedName());
            try {
                fromMirror(source, file, destination, transfer);
                return;
            } catch (IOException failure) {
                String reason = Transfer.reason(failure);
                failures.add(source + ": " + reason);
                listener.on(new FetchListener.MirrorFailed(file.name(), source, reason));
            }
        }
        throw new IOException("fetch " + dataset.name() + ": no mirror gave " + file.packedName() + " ("
                + String.join("; ", failures) + "); check the network, or put the file into "
                + destination.getParent() + " by hand");
    }

    /// A resumed file that turns out wrong is fetched once more from its beginning before the mirror is given up.
    private void fromMirror(URI source, DatasetFile file, Path destination, Transfer transfer)
            throws IOException, InterruptedException {
        PartFile part = PartFile.beside(destination);
        boolean resumed = transfer.download(source, file, part);
        Optional<String> wrong = Digest.wrong(part.path(), file);
        if (wrong.isPresent() && resumed) {
            part.delete();
            transfer.download(source, file, part);
            wrong = Digest.wrong(part.path(), file);
        }
        if (wrong.isPresent()) {
            part.delete();
            throw new IOException(wrong.get() + "; nothing was replaced");
        }
        moveIntoPlace(part, destination);
        listener.on(new FetchListener.Finished(file.name()));
    }

    private static void moveIntoPlace(PartFile part, Path destination) throws IOException {
        try (FileChannel channel = FileChannel.open(part.path(), StandardOpenOption.WRITE)) {
            channel.force(true); // the name must not reach the disk before the bytes
        }
        try {
            Files.move(part.path(), destination, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException unsupported) {
            throw new IOException("the file system of " + destination + " cannot move in one step", unsupported);
        }
        part.delete();
    }
}
