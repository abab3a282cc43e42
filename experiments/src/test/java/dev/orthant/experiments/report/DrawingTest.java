package dev.orthant.experiments.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.experiments.report.Figure.Curve;
import dev.orthant.experiments.report.Figure.Style;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;

class DrawingTest {
    private static String svg(Figure figure) throws Exception {
        String svg = Drawing.draw(figure).svg();
        DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
        return svg;
    }

    @Test
    void ticksAreRoundNumbersWithinTheAxis() {
        assertEquals(List.of(0.0, 0.2, 0.4, 0.6000000000000001), new Axis(0, 0.7, false).ticks());
        assertEquals(List.of(1e-2, 1e-1, 1.0, 10.0, 100.0), new Axis(0.01, 100, true).ticks());
        assertEquals(List.of(5.0, 10.0, 20.0, 50.0), new Axis(4, 60, true).ticks());
        // Less than a decade of a logarithmic axis is divided like a linear one.
        assertEquals(List.of(4.0, 5.0, 6.0, 7.0, 8.0), new Axis(4, 8, true).ticks());
        assertEquals(0.5, new Axis(1, 100, true).place(10), 1e-15);
    }

    @Test
    void ticksAreWrittenShort() {
        assertEquals(
                List.of("0", "0.25", "−3", "10000", "10⁶", "2·10⁻⁵", "−1.5·10¹²", "0.6"),
                List.of(0.0, 0.25, -3.0, 1e4, 1e6, 2e-5, -1.5e12, 0.6000000000000001).stream()
                        .map(Axis::label)
                        .toList());
    }

    @Test
    void aPictureOfLongCurvesIsSmallAndKeepsTheirPeaks() throws Exception {
        List<Double> x = new ArrayList<>();
        List<Double> y = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            x.add((double) i);
            y.add(i == 7777 ? 1.0 : 0.5 + 0.3 * Math.sin(i)); // one peak that drawing every hundredth point would lose
        }
        Figure figure =
                new Figure("noise", "step", "loss", false, 1, List.of(new Curve("long", Style.OURS, x, y, List.of())));
        String svg = svg(figure);
        // Four points for each of at most 960 columns, some 12 characters each.
        assertTrue(svg.length() < 960 * 4 * 12 + 6_000, () -> svg.length() + " characters");
        Matcher line = Pattern.compile("class=\"ours k0\" d=\"([^\"]*)").matcher(svg);
        assertTrue(line.find());
        // Where y is 1 the line touches the uppermost tick's grid line.
        Matcher grid = Pattern.compile("class=\"grid\" d=\"M\\S+ (\\S+)L").matcher(svg);
        String top = "";
        while (grid.find()) {
            top = grid.group(1);
        }
        assertTrue(line.group(1).contains(" " + top + "L"), top);
    }

    @Test
    void curvesBreakWhereAValueIsMissingAndNamesAreText() throws Exception {
        Curve broken = new Curve(
                "a < b & c",
                Style.OURS,
                List.of(1.0, 2.0, 3.0, 4.0, 5.0),
                List.of(0.1, 0.2, Double.NaN, 0.2, 0.1),
                List.of());
        Curve published = new Curve("paper", Style.PUBLISHED, List.of(1.0, 5.0), List.of(0.2, 0.2), List.of());
        String svg = svg(new Figure("t", "x", "y", false, 1, List.of(broken, published)));
        // Two pieces and the legend's sample; the paper's curve has the same colour.
        assertEquals(3, svg.split("class=\"ours k0\"", -1).length - 1);
        assertEquals(2, svg.split("class=\"published k0\"", -1).length - 1);
        assertTrue(svg.contains("a &lt; b &amp; c"), svg);
    }

    @Test
    void figuresWithoutCurvesPointsOrExtentAreDrawn() throws Exception {
        Curve empty = new Curve("none", Style.OURS, List.of(), List.of(), List.of());
        Curve one = new Curve("one", Style.OURS, List.of(3.0), List.of(0.5), List.of(0.1));
        for (boolean logarithmic : new boolean[] {false, true}) {
            for (List<Curve> curves : List.of(List.<Curve>of(), List.of(empty), List.of(one))) {
                assertTrue(
                        !svg(new Figure("t", "x", "y", logarithmic, 1, curves)).contains("NaN"));
            }
        }
    }

    /// A figure of gains shows losses too: its axis goes on below 0, which keeps its line.
    @Test
    void anAxisMayBeginBelowZero() throws Exception {
        Curve curve = new Curve("gain", Style.OURS, List.of(1.0, 2.0), List.of(0.1, -0.1), List.of());
        String below = svg(new Figure("gain", "x", "y", false, -0.2, 0.2, List.of(curve)));
        String above = svg(new Figure("gain", "x", "y", false, 0.2, List.of(curve)));
        assertTrue(below.contains("−0.2") && !above.contains("−0.2"), below);
        assertTrue(below.contains("class=\"axis\""), below);
        Matcher line = Pattern.compile("class=\"ours k0\" d=\"M([\\d.]+)[ ,]([\\d.]+)L?[ ,]?([\\d.]+)[ ,]([\\d.]+)\"")
                .matcher(below);
        assertTrue(line.find(), below);
        double fall = Double.parseDouble(line.group(4)) - Double.parseDouble(line.group(2));
        assertEquals(270 / 2.0, fall, 1, "half of the height, which is 270 for 0.4");
    }
}
