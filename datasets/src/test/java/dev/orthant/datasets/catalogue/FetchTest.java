package dev.orthant.datasets.catalogue;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.datasets.catalogue.LocalMirror.Manner;
import dev.orthant.datasets.format.IdxBytes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class FetchTest {
    private static final String FIRST = "train-images.gz";

    @TempDir
    private Path folder = Path.of("set by JUnit");

    private final List<FetchListener.Event> events = new ArrayList<>();
    private Path destination = Path.of("set below");

    @BeforeEach
    void nameDestination() {
        destination = folder.resolve("toy").resolve(FIRST);
    }

    @Test
    void aFetchedDatasetLoadsAndIsNotFetchedAgain() throws Exception {
        try (LocalMirror mirror = new LocalMirror(ToyDataset.packed(), Manner.GOOD)) {
            NamedDataset toy = ToyDataset.named(List.of(mirror.address()));
            assertEquals(folder.resolve("toy"), fetch(toy));
            assertOnlyTheFilesThemselves();
            assertEquals(
                    5, Datasets.load(toy, DataLocations.only(folder)).train().size());
            long total = Files.size(destination);
            assertTrue(events.contains(new FetchListener.Progress("train-images", total, total)));

            fetch(toy);
            assertEquals(4, mirror.requests().size());
            assertEquals(4, count(FetchListener.AlreadyThere.class));
        }
    }

    @Test
    void aCutDownloadIsResumedWhereItStopped() throws Exception {
        try (LocalMirror mirror = new LocalMirror(ToyDataset.packed(), Manner.GOOD)) {
            NamedDataset toy = ToyDataset.named(List.of(mirror.address()));
            mirror.cutNext(1);
            IOException cut = assertThrows(IOException.class, () -> fetch(toy));
            assertEquals(1, String.valueOf(cut.getMessage()).lines().count());
            assertFalse(Files.exists(destination), "never half-written");
            long kept = Files.size(folder.resolve("toy").resolve(FIRST + ".part"));
            assertTrue(kept > 0);

            fetch(toy);
            assertEquals(FIRST + " bytes=" + kept + "- 206", mirror.requests().get(1));
            assertOnlyTheFilesThemselves();
        }
    }

    @Test
    void aPartThatIsCompleteAlreadyIsCheckedAndTaken() throws Exception {
        try (LocalMirror mirror = new LocalMirror(ToyDataset.packed(), Manner.GOOD)) {
            NamedDataset toy = ToyDataset.named(List.of(mirror.address()));
            mirror.cutNext(1);
            assertThrows(IOException.class, () -> fetch(toy));
            byte[] whole = Objects.requireNonNull(ToyDataset.packed().get(FIRST));
            Files.write(folder.resolve("toy").resolve(FIRST + ".part"), whole);
            fetch(toy);
            assertEquals(
                    FIRST + " bytes=" + whole.length + "- 416",
                    mirror.requests().get(1));
            assertOnlyTheFilesThemselves();
        }
    }

    @Test
    void aFileThatChangedOnTheServerIsFetchedFromItsBeginning() throws Exception {
        try (LocalMirror mirror = new LocalMirror(ToyDataset.packed(), Manner.GOOD)) {
            NamedDataset toy = ToyDataset.named(List.of(mirror.address()));
            mirror.cutNext(1);
            assertThrows(IOException.class, () -> fetch(toy));
            mirror.changeEntityTag("\"two\"");
            fetch(toy);
            assertTrue(mirror.requests().get(1).endsWith("- 200"), mirror.requests()::toString);
            assertOnlyTheFilesThemselves();
        }
    }

    @Test
    void aServerThatIgnoresRangeIsNoProblem() throws Exception {
        try (LocalMirror mirror = new LocalMirror(ToyDataset.packed(), Manner.IGNORES_RANGE)) {
            NamedDataset toy = ToyDataset.named(List.of(mirror.address()));
            mirror.cutNext(1);
            assertThrows(IOException.class, () -> fetch(toy));
            fetch(toy);
            assertOnlyTheFilesThemselves();
        }
    }

    @Test
    void aPartWhoseBytesWereDamagedIsFetchedAnew() throws Exception {
        try (LocalMirror mirror = new LocalMirror(ToyDataset.packed(), Manner.GOOD)) {
            NamedDataset toy = ToyDataset.named(List.of(mirror.address()));
            mirror.cutNext(1);
            assertThrows(IOException.class, () -> fetch(toy));
            Path part = folder.resolve("toy").resolve(FIRST + ".part");
            byte[] damaged = Files.readAllBytes(part);
            damaged[damaged.length - 1] ^= 1;
            Files.write(part, damaged);
            fetch(toy);
            assertTrue(mirror.requests().get(1).endsWith("- 206"), mirror.requests()::toString);
            assertEquals(FIRST + " none 200", mirror.requests().get(2));
            assertOnlyTheFilesThemselves();
        }
    }

    @Test
    void anAnswerWithAnotherRangeIsRefused() throws Exception {
        try (LocalMirror mirror = new LocalMirror(ToyDataset.packed(), Manner.WRONG_RANGE)) {
            NamedDataset toy = ToyDataset.named(List.of(mirror.address()));
            mirror.cutNext(1);
            assertThrows(IOException.class, () -> fetch(toy));
            var error = assertThrows(IOException.class, () -> fetch(toy));
            assertTrue(String.valueOf(error.getMessage()).contains("but the range is bytes"), error::getMessage);
            assertFalse(Files.exists(destination));
        }
    }

    @Test
    void aWrongDigestReplacesNothingAndSaysSo() throws Exception {
        Path toyFolder = Files.createDirectories(folder.resolve("toy"));
        byte[] old = IdxBytes.gzipped(new byte[] {1, 2, 3});
        Files.write(toyFolder.resolve(FIRST), old);
        Map<String, byte[]> files = ToyDataset.packed();
        files.put(FIRST, IdxBytes.gzipped(IdxBytes.images(5, 5, 6))); // right size, other header
        try (LocalMirror mirror = new LocalMirror(files, Manner.GOOD)) {
            NamedDataset toy = ToyDataset.named(List.of(mirror.address()));
            var error = assertThrows(IOException.class, () -> fetch(toy));
            String text = String.valueOf(error.getMessage());
            assertTrue(text.contains("SHA-256") && text.contains("nothing was replaced"), text);
            assertArrayEquals(old, Files.readAllBytes(destination));
            assertFalse(Files.exists(toyFolder.resolve(FIRST + ".part")));
            assertEquals(1, count(FetchListener.WrongOnDisk.class));
        }
    }

    @Test
    void contentThatIsTooLongOrNoGzipIsRefused() throws Exception {
        for (byte[] wrong : new byte[][] {IdxBytes.gzipped(new byte[1 << 20]), new byte[] {1, 2, 3}}) {
            Map<String, byte[]> files = ToyDataset.packed();
            files.put(FIRST, wrong);
            try (LocalMirror mirror = new LocalMirror(files, Manner.GOOD)) {
                NamedDataset toy = ToyDataset.named(List.of(mirror.address()));
                assertThrows(IOException.class, () -> fetch(toy));
                assertFalse(Files.exists(destination));
            }
        }
    }

    @Test
    void aServerThatSendsWithoutEndIsNotListenedToForLong() throws Exception {
        Map<String, byte[]> files = ToyDataset.packed();
        files.put(FIRST, new byte[1 << 23]);
        try (LocalMirror mirror = new LocalMirror(files, Manner.GOOD)) {
            NamedDataset toy = ToyDataset.named(List.of(mirror.address()));
            var error = assertThrows(IOException.class, () -> fetch(toy));
            assertTrue(String.valueOf(error.getMessage()).contains("too many for " + FIRST), error::toString);
            long taken = events.stream()
                    .filter(FetchListener.Progress.class::isInstance)
                    .mapToLong(event -> ((FetchListener.Progress) event).bytes())
                    .max()
                    .orElseThrow();
            assertTrue(taken < 300_000, taken + " bytes were taken");
            assertFalse(Files.exists(destination.resolveSibling(FIRST + ".part")));
        }
    }

    @Test
    void theSecondMirrorIsTriedWhenTheFirstHasNothing() throws Exception {
        try (LocalMirror empty = new LocalMirror(Map.of(), Manner.GOOD);
                LocalMirror good = new LocalMirror(ToyDataset.packed(), Manner.GOOD)) {
            fetch(ToyDataset.named(List.of(empty.address(), good.address())));
            assertEquals(4, count(FetchListener.MirrorFailed.class));
            assertEquals(
                    "HTTP status 404",
                    events.stream()
                            .filter(FetchListener.MirrorFailed.class::isInstance)
                            .map(event -> ((FetchListener.MirrorFailed) event).reason())
                            .findFirst()
                            .orElseThrow());
            assertOnlyTheFilesThemselves();
        }
    }

    @Test
    void withoutANetworkOneLineSaysSo() throws IOException {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        URI nobody = URI.create("http://127.0.0.1:" + port + "/");
        var error = assertThrows(IOException.class, () -> fetch(ToyDataset.named(List.of(nobody))));
        String text = String.valueOf(error.getMessage());
        assertTrue(text.startsWith("fetch toy: no mirror gave train-images.gz ("), text);
        assertTrue(text.contains("cannot connect (offline?)"), text);
        assertEquals(1, text.lines().count());
    }

    @Test
    void whatLinksPointToIsNeverWritten() throws Exception {
        Path outside = Files.writeString(folder.resolve("outside"), "precious");
        Files.createDirectories(destination.getParent());
        for (String suffix : List.of("", ".part", ".part.source")) {
            Files.createSymbolicLink(destination.resolveSibling(FIRST + suffix), outside);
        }
        try (LocalMirror mirror = new LocalMirror(ToyDataset.packed(), Manner.GOOD)) {
            fetch(ToyDataset.named(List.of(mirror.address())));
        }
        assertEquals("precious", Files.readString(outside));
        assertTrue(Files.isRegularFile(destination, LinkOption.NOFOLLOW_LINKS));
        assertOnlyTheFilesThemselves();
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "../elsewhere", "/elsewhere", "a/b", "a\\b", ""})
    void aNameThatLeavesTheFolderIsRefused(String name) {
        NamedDataset toy = ToyDataset.named(List.of());
        assertThrows(
                IllegalArgumentException.class,
                () -> new NamedDataset(
                        name, 3, toy.trainImages(), toy.trainLabels(), toy.testImages(), toy.testLabels(), List.of()));
        String digest = toy.trainImages().sha256();
        assertThrows(IllegalArgumentException.class, () -> new DatasetFile(name, 1, digest));
    }

    private Path fetch(NamedDataset dataset) throws IOException, InterruptedException {
        return new Fetch(folder, events::add).fetch(dataset);
    }

    private long count(Class<? extends FetchListener.Event> kind) {
        return events.stream().filter(kind::isInstance).count();
    }

    private void assertOnlyTheFilesThemselves() throws IOException {
        Map<String, byte[]> expected = ToyDataset.packed();
        try (Stream<Path> found = Files.list(folder.resolve("toy"))) {
            assertEquals(
                    expected.keySet().stream().sorted().toList(),
                    found.map(path -> path.getFileName().toString()).sorted().toList());
        }
        for (var file : expected.entrySet()) {
            assertArrayEquals(
                    file.getValue(), Files.readAllBytes(folder.resolve("toy").resolve(file.getKey())));
        }
    }
}
