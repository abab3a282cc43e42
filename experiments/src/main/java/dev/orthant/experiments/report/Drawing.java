package dev.orthant.experiments.report;

import dev.orthant.experiments.report.Figure.Curve;
import dev.orthant.experiments.report.Figure.Style;
import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/// Draws a [Figure] as SVG and PNG.
///
/// Drawing needs the JDK's fonts. A machine without any loses the picture, never the run: the drawing is then absent.
final class Drawing {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 560;

    /// Okabe and Ito's colours, distinguishable with any kind of colour vision.
    private static final List<Color> COLOURS = List.of(
            new Color(0x0072B2), new Color(0xD55E00), new Color(0x009E73), new Color(0xCC79A7), new Color(0xE69F00));

    private static final Pattern LONG_NUMBER = Pattern.compile("(\\d\\.\\d{2})\\d+(?![\\dEe])");

    private Drawing() {}

    /// The two forms of one picture.
    record Picture(byte[] svg, byte[] png) {}

    /// The picture, or nothing where this machine cannot draw text.
    static Optional<Picture> draw(Figure figure) throws IOException {
        try {
            XYChart chart = chart(figure);
            byte[] svg = shortened(ChartEncoder.getBytes(chart, "svg"));
            return Optional.of(new Picture(svg, ChartEncoder.getBytes(chart, "png")));
        } catch (LinkageError | InternalError noFonts) {
            return Optional.empty();
        }
    }

    /// Coordinates to a hundredth of a pixel: the drawing library writes seventeen digits, two thirds of the file.
    private static byte[] shortened(byte[] svg) {
        String text = new String(svg, StandardCharsets.UTF_8);
        return LONG_NUMBER.matcher(text).replaceAll("$1").getBytes(StandardCharsets.UTF_8);
    }

    private static XYChart chart(Figure figure) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(figure.title())
                .xAxisTitle(figure.xAxis())
                .yAxisTitle(figure.yAxis())
                .build();
        chart.getStyler()
                .setXAxisLogarithmic(figure.logarithmic())
                .setYAxisMin(0.0)
                .setYAxisMax(figure.yMax())
                .setLegendPosition(Styler.LegendPosition.OutsideE)
                .setChartBackgroundColor(Color.WHITE)
                .setChartPadding(18)
                .setPlotBorderVisible(false);
        chart.getStyler().setPlotGridVerticalLinesVisible(false);
        int ours = -1;
        for (Curve curve : figure.curves()) {
            if (curve.style() == Style.OURS) {
                ours++;
            }
            if (!curve.x().isEmpty()) {
                add(chart, curve, COLOURS.get(Math.max(0, ours) % COLOURS.size()));
            }
        }
        return chart;
    }

    private static void add(XYChart chart, Curve curve, Color colour) {
        XYSeries series = curve.spread().isEmpty()
                ? chart.addSeries(curve.name(), array(curve.x()), array(curve.y()))
                : chart.addSeries(curve.name(), array(curve.x()), array(curve.y()), array(curve.spread()));
        float[] dashes = {6, 5};
        switch (curve.style()) {
            case OURS -> {
                series.setMarkerColor(colour).setMarker(SeriesMarkers.CIRCLE).setLineColor(colour);
                series.setLineStyle(new BasicStroke(2.5f));
            }
            case PUBLISHED -> {
                series.setMarker(SeriesMarkers.NONE).setLineColor(colour);
                series.setLineStyle(new BasicStroke(1.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, dashes, 0));
            }
            case LEVEL -> {
                series.setMarker(SeriesMarkers.NONE).setLineColor(Color.GRAY);
                series.setLineStyle(new BasicStroke(1));
            }
        }
    }

    private static double[] array(List<Double> numbers) {
        return numbers.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
