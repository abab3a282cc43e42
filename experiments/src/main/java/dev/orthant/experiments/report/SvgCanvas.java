package dev.orthant.experiments.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Draws SVG: text stays text, coordinates have one decimal, and colours come from a style sheet that knows light and dark.
/// It stands in the file, so that the picture is whole by itself; a page with many pictures holds it once.
final class SvgCanvas implements Canvas {
    static final String STYLE = Resources.text("figure.css");

    private final StringBuilder body = new StringBuilder();

    /// The whole picture.
    ///
    /// @param figure what was drawn
    /// @param height of it
    String svg(Figure figure, int height) {
        String curves = figure.curves().stream().map(Figure.Curve::name).collect(Collectors.joining(", "));
        return """
                <svg xmlns="http://www.w3.org/2000/svg" class="figure" viewBox="0 0 %d %d" role="img" aria-label="%s">
                <style>%s</style>
                %s</svg>
                """.formatted(
                        Plot.WIDTH,
                        height,
                        Html.escape(figure.title() + ": " + figure.yAxis() + " against " + figure.xAxis() + ". Curves: "
                                + curves),
                        STYLE,
                        body);
    }

    @Override
    public void text(String text, Point at, Align align, Words words) {
        String anchor = align == Align.START ? "" : " text-anchor=\"" + lower(align) + '"';
        body.append("<text class=\"")
                .append(lower(words))
                .append("\" x=\"")
                .append(number(at.x()))
                .append("\" y=\"")
                .append(number(at.y()))
                .append('"')
                .append(anchor)
                .append('>')
                .append(Html.escape(text))
                .append("</text>\n");
    }

    @Override
    public void line(Ink ink, List<Point> points) {
        if (points.isEmpty()) {
            return;
        }
        boolean dots = ink.role() == Role.ROUND_DOTS || ink.role() == Role.SQUARE_DOTS;
        boolean coloured = ink.role().compareTo(Role.LEVEL) > 0;
        body.append("<path class=\"").append(lower(ink.role()).replace('_', ' '));
        body.append(coloured ? " k" + ink.colour() : "").append("\" d=\"");
        String before = "M";
        for (Point point : points) {
            body.append(before).append(number(point.x())).append(' ').append(number(point.y()));
            // A line of no length with a thick round end is a dot.
            before = dots ? "h0M" : "L";
        }
        body.append(dots ? "h0" : "").append("\"/>\n");
    }

    @Override
    public void inside(Point corner, double width, double height) {
        String box = number(corner.x()) + ' ' + number(corner.y()) + ' ' + number(width) + ' ' + number(height);
        body.append("<svg x=\"").append(number(corner.x())).append("\" y=\"").append(number(corner.y()));
        body.append("\" width=\"").append(number(width)).append("\" height=\"").append(number(height));
        body.append("\" viewBox=\"").append(box).append("\">\n");
    }

    @Override
    public void everywhere() {
        body.append("</svg>\n");
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /// One decimal, none where it is 0.
    private static String number(double value) {
        String text =
                BigDecimal.valueOf(value).setScale(1, RoundingMode.HALF_UP).toPlainString();
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
}
