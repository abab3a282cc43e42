package dev.orthant.experiments.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Measures the page in headless Chromium, at the widths of a telephone and of a desk; skipped where there is no Chromium.
///
/// Measurements of the layout, not pictures compared pixel by pixel: pictures differ with the machine's fonts and the
/// browser's version, so a tolerance that survives both would also let an overflow or overlapping words pass, which is
/// what this test is to find.
class PageLayoutTest {
    /// Runs inside the page: what sticks out, how small the words of the figures are, which of them overlap.
    private static final String MEASURE = """
            <script>addEventListener('load', () => {
              const root = document.documentElement, words = [];
              let outside = 0, overlaps = 0, smallest = 99;
              for (const svg of document.querySelectorAll('svg.figure')) {
                const frame = svg.getBoundingClientRect(), boxes = [];
                for (const text of svg.querySelectorAll('text')) {
                  const box = text.getBoundingClientRect();
                  smallest = Math.min(smallest, parseFloat(getComputedStyle(text).fontSize) * frame.width / 480);
                  if (box.left < frame.left - 1 || box.right > frame.right + 1 || box.bottom > frame.bottom + 1) outside++;
                  for (const other of boxes) {
                    // Boxes have room above and below the letters: a quarter of their height is no overlap of words.
                    const room = box.height / 4;
                    if (box.left < other.right && other.left < box.right && box.top + room < other.bottom - room
                        && other.top + room < box.bottom - room) { overlaps++; words.push(text.textContent); }
                  }
                  boxes.push(box);
                }
              }
              let pills = 0;
              for (const pill of document.querySelectorAll('.claims span')) {
                const box = pill.getBoundingClientRect(), claim = pill.nextElementSibling.getBoundingClientRect();
                if (box.right > claim.left && box.bottom > claim.top + 1) pills++;
              }
              parent.postMessage({ width: root.clientWidth, scroll: root.scrollWidth, outside, overlaps, smallest, pills, words,
                dark: getComputedStyle(document.body).backgroundColor !== 'rgb(255, 255, 255)' }, '*');
            });</script>
            """;

    private static final Pattern RESULT = Pattern.compile("<title>(\\[.*?])</title>", Pattern.DOTALL);

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before every test
    private Path folder;

    @Test
    void nothingSticksOutOverlapsOrIsTooSmallOnATelephoneAndOnADesk() throws IOException, InterruptedException {
        Optional<String> chromium = chromium();
        Assumptions.assumeTrue(chromium.isPresent(), "no Chromium on the path: the page's layout was not measured");
        List<RunFolder> runs = List.of(
                RunFolder.read(SampleRuns.finished(folder.resolve("a"), "first-experiment-of-a-long-name")),
                RunFolder.read(SampleRuns.interrupted(folder.resolve("b"))));
        String page = new CollatedPage(runs).html().replace("<details>", "<details open>");
        Files.writeString(folder.resolve("page.html"), page.replace("</body>", MEASURE + "</body>"));
        // Each frame has a scroll bar of 15 pixels.
        Files.writeString(folder.resolve("both.html"), """
                <!DOCTYPE html><title>waiting</title>
                <script>const got = []; addEventListener('message', event => {
                  got.push(event.data); document.title = JSON.stringify(got); });</script>
                <iframe src="page.html" width="390" height="800" style="border:0"></iframe>
                <iframe src="page.html" width="1295" height="800" style="border:0"></iframe>
                """);
        for (boolean dark : new boolean[] {false, true}) {
            List<Object> measured = measure(chromium.get(), dark);
            assertEquals(2, measured.size(), measured::toString);
            for (Object entry : measured) {
                Map<?, ?> at = (Map<?, ?>) entry;
                assertEquals(at.get("width"), at.get("scroll"), () -> "sideways scrolling: " + at);
                assertEquals(
                        List.of(0, 0, 0),
                        Stream.of("outside", "overlaps", "pills").map(at::get).toList(),
                        at::toString);
                assertTrue(at.get("smallest") instanceof Number size && size.doubleValue() >= 9.5, at::toString);
                assertEquals(dark, at.get("dark"), at::toString);
            }
        }
    }

    private List<Object> measure(String chromium, boolean dark) throws IOException, InterruptedException {
        Path dom = folder.resolve("dom.html");
        List<String> command = new ArrayList<>(List.of(chromium));
        command.addAll(List.of(("--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync"
                        + " --disable-background-networking --disable-component-update")
                .split(" ")));
        command.add("--user-data-dir=" + folder.resolve(dark ? "dark" : "light"));
        command.add("--blink-settings=preferredColorScheme=" + (dark ? 0 : 1));
        command.addAll(List.of(
                "--virtual-time-budget=5000",
                "--dump-dom",
                folder.resolve("both.html").toUri().toString()));
        Process process = new ProcessBuilder(command)
                .redirectOutput(dom.toFile())
                .redirectError(folder.resolve("errors.txt").toFile())
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        Matcher result = RESULT.matcher(Files.readString(dom));
        assertTrue(result.find(), () -> "Chromium measured nothing");
        return JSON.std.listFrom(
                result.group(1).replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">"));
    }

    private static Optional<String> chromium() {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name -> Stream.of(path.split(File.pathSeparator)).map(place -> Path.of(place, name)))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }
}
