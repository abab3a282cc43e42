package dev.orthant.experiments.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CollatedPageTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before every test
    private Path folder;

    private String page() throws IOException {
        List<RunFolder> runs = List.of(
                RunFolder.read(SampleRuns.finished(folder.resolve("a"), "first")),
                RunFolder.read(SampleRuns.interrupted(folder.resolve("b"))),
                RunFolder.read(SampleRuns.finished(folder.resolve("c"), "third")));
        Path out = folder.resolve("page.html");
        new CollatedPage(runs).write(out);
        return Files.readString(out);
    }

    @Test
    void thePageNeedsNothingElse() throws IOException {
        String page = page().replace("xmlns=\"http://www.w3.org/2000/svg\"", "");
        for (String word : List.of("http:", "https:", "<script", "src=", "<link", "@import", "url(")) {
            assertFalse(page.contains(word), word);
        }
        assertFalse(page.contains("<b>bold"), "markup in an experiment's words must stay text");
        try (Stream<Path> files = Files.list(folder)) {
            assertFalse(files.anyMatch(file -> file.toString().endsWith(".part")));
        }
    }

    @Test
    void everyClaimHasAMarkThatLeadsToIt() throws IOException {
        String page = page();
        Matcher marks = Pattern.compile("<a class=\"mark (holds|fails)\" href=\"#([^\"]+)\"")
                .matcher(page);
        int count = 0;
        while (marks.find()) {
            count++;
            int place = page.indexOf("id=\"" + marks.group(2) + "\"");
            assertTrue(place > 0, marks.group(2));
            assertTrue(page.substring(place, place + 80).contains("class=\"" + marks.group(1) + "\""), marks.group(2));
        }
        assertEquals(5, count); // two of each finished run, one of the interrupted
        assertTrue(page.contains("3 runs, 2 finished; 5 claims were checked by code, 3 hold and 2 do not"), page);
    }

    @Test
    void runsOfOnePaperStandTogetherAndUnfinishedOnesSaySo() throws IOException {
        String page = page();
        assertEquals(1, page.split("<h2>A paper <small>Someone 2020, arXiv:2001.00001", -1).length - 1, page);
        assertTrue(page.indexOf("id=\"run-3\"") < page.indexOf("id=\"run-2\""), "by paper");
        assertTrue(page.contains("Not finished: the run was interrupted."), page);
        assertTrue(page.contains("./orthant run first --preset smoke"), page);
    }

    @Test
    void aRunThatWasKilledInItsFirstMomentIsShown() throws IOException {
        Path killed = Files.createDirectories(folder.resolve("killed"));
        Files.writeString(killed.resolve("run.json"), "{\"status\":\"running\"}\n");
        String page = new CollatedPage(List.of(RunFolder.read(killed))).html();
        assertTrue(page.contains(">killed</a>") && page.contains("or was killed"), page);
    }

    @Test
    void whatIsNoRunIsRefused() throws IOException {
        assertThrows(NoSuchFileException.class, () -> RunFolder.read(folder.resolve("nowhere")));
        assertThrows(NoSuchFileException.class, () -> RunFolder.read(folder));
        Files.writeString(folder.resolve("run.json"), "{\"some\":\"thing\"}");
        assertThrows(NoSuchFileException.class, () -> RunFolder.read(folder));
        Files.writeString(folder.resolve("run.json"), "{\"status");
        IOException broken = assertThrows(IOException.class, () -> RunFolder.read(folder));
        assertEquals(1, String.valueOf(broken.getMessage()).lines().count());
    }

    @Test
    void tablesAreReadAsTheyWereWritten() {
        Table table = new Table(List.of("a", "b \"c\""));
        table.add("x,y\nz", "\"quoted\"");
        table.add("", 0.1);
        table.add("last", "");
        Table read = Table.ofCsv(table.toCsv());
        assertEquals(table.columns(), read.columns());
        assertEquals(table.rows(), read.rows());
        assertEquals(List.of(), Table.ofCsv("").rows());
    }

    @Test
    void papersAreReadFromAnExperimentsWords() {
        assertEquals(
                new Paper("A, B and C", "2021", "Learning, by turning (in 2019)", Optional.of("2102.07227")),
                Paper.of("A, B and C 2021, Learning, by turning (in 2019) (arXiv:2102.07227)"));
        assertEquals(new Paper("", "", "What it reaches", Optional.empty()), Paper.of("none: what it reaches"));
        assertEquals(
                Paper.of("A 2020, T (arXiv:2001.00001)").key(),
                Paper.of("A 2020, t").key());
    }

    /// WCAG 2.1: 4.5 for text, 3 for lines that carry meaning.
    @Test
    void coloursStandOutFromTheirBackgroundInLightAndDark() {
        String[] page = Resources.text("page.css").split("prefers-color-scheme", 2);
        String[] figure = Resources.text("figure.css").split("prefers-color-scheme", 2);
        for (int scheme = 0; scheme < 2; scheme++) {
            Map<String, Double> colours = luminances(page[scheme]);
            for (String pair : List.of(
                    "text page",
                    "soft page",
                    "link page",
                    "text panel",
                    "soft panel",
                    "link panel",
                    "good goodback",
                    "bad badback",
                    "warn warnback",
                    "warn panel")) {
                requireContrast(colours, pair, 4.5);
            }
            Map<String, Double> inks = luminances(figure[scheme]);
            requireContrast(inks, "ink paper", 4.5);
            requireContrast(inks, "muted paper", 4.5);
            for (String line : List.of("axis", "k0", "k1", "k2", "k3", "k4", "k5")) {
                requireContrast(inks, line + " paper", 3);
            }
        }
        for (int k = 0; k < Plot.COLOURS; k++) {
            String hex = String.format(
                    Locale.ROOT, "--k%d: #%06x", k, PngCanvas.COLOURS.get(k).getRGB() & 0xffffff);
            assertTrue(figure[0].contains(hex), hex + ": PNG and SVG differ");
        }
    }

    private static void requireContrast(Map<String, Double> luminances, String pair, double least) {
        String[] names = pair.split(" ", 2);
        double first = Objects.requireNonNull(luminances.get(names[0]), pair) + 0.05;
        double second = Objects.requireNonNull(luminances.get(names[1]), pair) + 0.05;
        double contrast = Math.max(first / second, second / first);
        assertTrue(contrast >= least, () -> pair + ": contrast " + contrast);
    }

    /// Relative luminance, by name, as WCAG 2.1 defines it.
    private static Map<String, Double> luminances(String css) {
        Map<String, Double> luminances = new HashMap<>();
        Matcher colour = Pattern.compile("--(\\w+): #([0-9a-f]{3,6})\\b").matcher(css);
        while (colour.find()) {
            String hex =
                    colour.group(2).length() == 3 ? colour.group(2).replaceAll("[0-9a-f]", "$0$0") : colour.group(2);
            double[] linear = new double[3];
            for (int i = 0; i < 3; i++) {
                double value = Integer.parseInt(hex.substring(2 * i, 2 * i + 2), 16) / 255.0;
                linear[i] = value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
            }
            luminances.putIfAbsent(colour.group(1), 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]);
        }
        return luminances;
    }
}
