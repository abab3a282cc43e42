package dev.orthant.experiments.report;

import dev.orthant.experiments.report.Canvas.Align;
import dev.orthant.experiments.report.Canvas.Ink;
import dev.orthant.experiments.report.Canvas.Point;
import dev.orthant.experiments.report.Canvas.Role;
import dev.orthant.experiments.report.Canvas.Words;
import dev.orthant.experiments.report.Figure.Curve;
import dev.orthant.experiments.report.Figure.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Lays a [Figure] out and draws it: title, the y axis' name, the curves, the x axis' name, the legend, one below the other.
///
/// Narrow, so that its text is still readable on a telephone; the legend never stands over a curve. Widths of text are
/// estimated: an SVG is drawn with whatever font its reader has.
final class Plot {
    static final int WIDTH = 480;
    static final int COLOURS = 6;
    static final double LABEL_SIZE = 14;
    static final double TITLE_SIZE = 16;

    private static final double CURVES_HEIGHT = 270;
    private static final double LINE_HEIGHT = 19;
    private static final double EDGE = 10;

    /// Error bars of published numbers stand beside ours, whose colour they have.
    private static final double ASIDE = 4;

    private static final double SWATCH = 24;

    /// Of a character, as a share of the font's size: that of wide fonts, for nothing may overlap.
    private static final double CHARACTER_WIDTH = 0.58;

    /// With more points than this the dots of a curve would run into each other.
    private static final int MOST_DOTS = 40;

    private final Figure figure;
    private final Axis across;
    private final Axis up;
    private final double left;
    private final double top;

    Plot(Figure figure) {
        this.figure = figure;
        this.across = Axis.around(
                figure.curves().stream().flatMap(curve -> curve.x().stream()).toList(), figure.logarithmic());
        this.up = new Axis(figure.yMin(), figure.yMax(), false);
        this.left = EDGE
                + up.ticks().stream()
                        .mapToDouble(tick -> width(Axis.label(tick), LABEL_SIZE))
                        .max()
                        .orElse(0)
                + 6;
        this.top = EDGE + LINE_HEIGHT * (titleLines().size() + yNameLines().size()) + 8;
    }

    /// How high the whole figure is.
    int height() {
        List<List<Entry>> legend = legend();
        int lines = legend.stream().mapToInt(Plot::lines).sum();
        return (int) Math.ceil(legendTop() + LINE_HEIGHT * lines + EDGE / 2);
    }

    void draw(Canvas canvas) {
        drawFrame(canvas);
        canvas.inside(new Point(left, top - 5), WIDTH - EDGE - left, CURVES_HEIGHT + 10);
        int colour = -1;
        for (Curve curve : figure.curves()) {
            colour += curve.style() == Style.OURS ? 1 : 0;
            drawCurve(canvas, curve, Math.max(0, colour));
        }
        canvas.everywhere();
        drawLegend(canvas);
    }

    private void drawFrame(Canvas canvas) {
        double baseline = EDGE + LABEL_SIZE;
        for (String line : titleLines()) {
            canvas.text(line, new Point(EDGE, baseline), Align.START, Words.TITLE);
            baseline += LINE_HEIGHT;
        }
        for (String line : yNameLines()) {
            canvas.text(line, new Point(EDGE, baseline), Align.START, Words.LABEL);
            baseline += LINE_HEIGHT;
        }
        for (double tick : up.ticks()) {
            Point from = new Point(left, y(tick));
            canvas.line(
                    new Ink(tick == 0 ? Role.AXIS : Role.GRID, 0), List.of(from, new Point(WIDTH - EDGE, from.y())));
            canvas.text(Axis.label(tick), new Point(left - 6, from.y() + 4.5), Align.END, Words.LABEL);
        }
        double bottom = top + CURVES_HEIGHT;
        double free = Double.NEGATIVE_INFINITY;
        for (double tick : across.ticks()) {
            String label = Axis.label(tick);
            double half = width(label, LABEL_SIZE) / 2;
            canvas.line(new Ink(Role.AXIS, 0), List.of(new Point(x(tick), bottom), new Point(x(tick), bottom + 4)));
            // Close ticks keep their mark and lose their number.
            if (x(tick) - half > free && x(tick) + half < WIDTH) {
                canvas.text(label, new Point(x(tick), bottom + LINE_HEIGHT), Align.MIDDLE, Words.LABEL);
                free = x(tick) + half + 6;
            }
        }
        double middle = (left + WIDTH - EDGE) / 2;
        canvas.text(figure.xAxis(), new Point(middle, bottom + 2 * LINE_HEIGHT), Align.MIDDLE, Words.LABEL);
    }

    private void drawCurve(Canvas canvas, Curve curve, int colour) {
        List<Point> run = new ArrayList<>();
        List<Point> dots = new ArrayList<>();
        for (int i = 0; i < curve.x().size(); i++) {
            Point point = new Point(x(curve.x().get(i)), y(curve.y().get(i)));
            if (Double.isFinite(point.x()) && Double.isFinite(point.y())) {
                run.add(point);
                dots.add(point);
                if (!curve.below().isEmpty()) {
                    double mean = curve.y().get(i);
                    double least = mean - curve.below().get(i);
                    double most = mean + curve.above().get(i);
                    double aside = curve.style() == Style.PUBLISHED ? ASIDE : 0;
                    drawSpread(canvas, point.x() + aside, least, most, colour);
                }
            } else {
                drawRun(canvas, curve, run, colour);
                run.clear();
            }
        }
        drawRun(canvas, curve, run, colour);
        if (curve.style() == Style.OURS && dots.size() <= MOST_DOTS) {
            canvas.line(dots(colour), dots);
        }
    }

    private static void drawRun(Canvas canvas, Curve curve, List<Point> run, int colour) {
        if (run.size() > 1) {
            canvas.line(new Ink(role(curve.style()), colour % COLOURS), Thinning.of(run));
        }
    }

    private void drawSpread(Canvas canvas, double x, double least, double most, int colour) {
        if (most > least && Double.isFinite(most - least)) {
            canvas.line(new Ink(Role.SPREAD, colour % COLOURS), List.of(new Point(x, y(least)), new Point(x, y(most))));
        }
    }

    private static Role role(Style style) {
        return switch (style) {
            case OURS -> Role.OURS;
            case PUBLISHED -> Role.PUBLISHED;
            case LEVEL -> Role.LEVEL;
        };
    }

    /// The second round of colours has another shape.
    private static Ink dots(int colour) {
        return new Ink(colour / COLOURS % 2 == 0 ? Role.ROUND_DOTS : Role.SQUARE_DOTS, colour % COLOURS);
    }

    private record Entry(Curve curve, int colour, double x, List<String> words) {}

    private static int lines(List<Entry> row) {
        return row.stream().mapToInt(entry -> entry.words().size()).max().orElse(0);
    }

    private double legendTop() {
        return top + CURVES_HEIGHT + 2 * LINE_HEIGHT + 14;
    }

    /// The legend's entries in rows as wide as the figure.
    private List<List<Entry>> legend() {
        List<List<Entry>> rows = new ArrayList<>();
        double x = WIDTH;
        int colour = -1;
        for (Curve curve : figure.curves()) {
            colour += curve.style() == Style.OURS ? 1 : 0;
            if (curve.x().isEmpty()) {
                continue; // nothing is drawn that needs a name
            }
            List<String> words = wrapped(curve.name(), LABEL_SIZE, WIDTH - 2 * EDGE - SWATCH - 6);
            double width = SWATCH
                    + 6
                    + words.stream()
                            .mapToDouble(line -> width(line, LABEL_SIZE))
                            .max()
                            .orElse(0);
            if (rows.isEmpty() || x + width > WIDTH - EDGE) {
                rows.add(new ArrayList<>());
                x = EDGE;
            }
            rows.getLast().add(new Entry(curve, Math.max(0, colour), x, words));
            x += width + 14;
        }
        return rows;
    }

    private void drawLegend(Canvas canvas) {
        double baseline = legendTop() + LABEL_SIZE;
        for (List<Entry> row : legend()) {
            for (Entry entry : row) {
                double level = baseline - 4.5;
                Role role = role(entry.curve().style());
                canvas.line(
                        new Ink(role, entry.colour() % COLOURS),
                        List.of(new Point(entry.x(), level), new Point(entry.x() + SWATCH, level)));
                if (role == Role.OURS) {
                    canvas.line(dots(entry.colour()), List.of(new Point(entry.x() + SWATCH / 2, level)));
                }
                for (int line = 0; line < entry.words().size(); line++) {
                    Point at = new Point(entry.x() + SWATCH + 6, baseline + line * LINE_HEIGHT);
                    canvas.text(entry.words().get(line), at, Align.START, Words.LABEL);
                }
            }
            baseline += LINE_HEIGHT * lines(row);
        }
    }

    private List<String> titleLines() {
        return wrapped(figure.title(), TITLE_SIZE, WIDTH - 2 * EDGE);
    }

    private List<String> yNameLines() {
        return wrapped("↑ " + figure.yAxis(), LABEL_SIZE, WIDTH - 2 * EDGE);
    }

    private double x(double number) {
        return left + 8 + across.place(number) * (WIDTH - EDGE - left - 16);
    }

    private double y(double number) {
        return top + (1 - up.place(number)) * CURVES_HEIGHT;
    }

    private static double width(String text, double size) {
        return text.length() * size * CHARACTER_WIDTH;
    }

    /// Lines of whole words; only a word that is wider than a line alone is wider than it.
    private static List<String> wrapped(String text, double size, double width) {
        List<String> lines = new ArrayList<>();
        Stream.of(text.split(" ")).forEach(word -> {
            if (lines.isEmpty() || width(lines.getLast() + " " + word, size) > width) {
                lines.add(word);
            } else {
                lines.set(lines.size() - 1, lines.getLast() + " " + word);
            }
        });
        return lines;
    }
}
