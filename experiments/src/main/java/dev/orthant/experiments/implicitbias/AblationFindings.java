package dev.orthant.experiments.implicitbias;

import dev.orthant.experiments.report.Figure;
import dev.orthant.experiments.report.Figure.Curve;
import dev.orthant.experiments.report.Figure.Style;
import dev.orthant.experiments.report.PairedDifference;
import dev.orthant.experiments.report.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Table, figures and notes of the ablation. All errors are standard errors over the data sets.
final class AblationFindings {
    /// From here on the published curves are as good as flat.
    static final double LARGE_SCALE = 10;

    static final List<String> COLUMNS = List.of(
            "variant",
            "label scale",
            "error",
            "standard error",
            "share of the gap closed",
            "its standard error",
            "train error",
            "relative residual",
            "part of errors on the rarer class");

    private static final List<Double> PUBLISHED_SCALES = List.of(1.0, 10.0, 100.0);
    private static final List<Double> PUBLISHED_NNGP = List.of(0.2114, 0.1650, 0.1604);
    private static final List<Double> PUBLISHED_NETWORK = List.of(0.1784, 0.0422, 0.0210);

    /// From the NNGP to the trained network, one difference at a time.
    private static final List<String> PATH = List.of(
            "NNGP", "NNGP, balanced", "NTK, balanced", "linearised, balanced", "linearised, balanced, Nero's steps");

    private final AblationSetting setting;
    private final AblationResults results;
    private final LabelRayAblation.Parameters parameters;

    AblationFindings(AblationSetting setting, List<List<AblationOutcome>> measured) {
        this.setting = setting;
        this.parameters = setting.parameters();
        this.results = new AblationResults(parameters, measured);
    }

    void writeTo(Report report, String dataName) {
        report.rows(rows());
        report.figures(List.of(alongTheRay(dataName), overWidth(dataName)));
        if (results.complete()) {
            report.claims(AblationClaims.of(results));
            report.notes(notes());
        }
    }

    private List<List<Object>> rows() {
        List<List<Object>> rows = new ArrayList<>();
        for (AblationVariant variant : parameters.variants()) {
            for (int scale = 0; scale < parameters.labelScales().size(); scale++) {
                PairedDifference error = results.error(variant, scale);
                PairedDifference share = results.share(variant, scale);
                rows.add(List.of(
                        variant.name(),
                        parameters.labelScales().get(scale),
                        error.mean(),
                        error.standardError(),
                        share.mean(),
                        share.standardError(),
                        results.trainError(variant, scale),
                        results.residual(variant, scale),
                        results.rarerPart(variant, scale)));
            }
        }
        return rows;
    }

    private List<String> notes() {
        int[] large = LabelRayAblation.largeScales(parameters);
        List<AblationVariant> path =
                new ArrayList<>(PATH.stream().map(results::variant).toList());
        path.add(results.trained());
        String steps = IntStream.range(1, path.size())
                .mapToObj(i -> path.get(i).name() + " " + results.difference(path.get(i - 1), path.get(i), large))
                .collect(Collectors.joining("; "));
        String rates = setting.rates().entrySet().stream()
                .map(entry -> entry.getKey().word() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
        return List.of(
                "The gap, one difference at a time (by how much the error falls from the one before, beginning with the NNGP): "
                        + steps + ".",
                "Learning rates chosen by the training residual on a data set of their own, at the label scales "
                        + parameters.labelScales() + ": " + rates + ".");
    }

    private Figure alongTheRay(String dataName) {
        List<Double> scales = parameters.labelScales();
        List<Curve> curves = new ArrayList<>();
        curves.add(curve(AblationVariant.NNGP));
        curves.add(new Curve("published NNGP", Style.PUBLISHED, PUBLISHED_SCALES, PUBLISHED_NNGP, List.of()));
        for (String name : List.of("NNGP, balanced", "linearised, balanced", "trained, nothing held")) {
            curves.add(curve(results.variant(name)));
        }
        curves.add(curve(results.trained()));
        curves.add(new Curve("published network", Style.PUBLISHED, PUBLISHED_SCALES, PUBLISHED_NETWORK, List.of()));
        curves.add(new Curve(
                "chance", Style.LEVEL, scales, scales.stream().map(_ -> 0.5).toList(), List.of()));
        return new Figure(
                "From the NNGP to trained networks (" + dataName + ")", "label scale α", "error", true, 0.55, curves);
    }

    private Curve curve(AblationVariant variant) {
        List<PairedDifference> errors = IntStream.range(
                        0, parameters.labelScales().size())
                .mapToObj(scale -> results.error(variant, scale))
                .toList();
        return curve(variant.name(), parameters.labelScales(), errors);
    }

    private Figure overWidth(String dataName) {
        int[] large = LabelRayAblation.largeScales(parameters);
        List<Double> widths =
                parameters.widths().stream().map(Integer::doubleValue).toList();
        List<Curve> curves = new ArrayList<>();
        curves.add(curve(
                "trained by Nero",
                widths,
                parameters.widths().stream()
                        .map(width -> results.error(AblationVariant.trained(width), large))
                        .toList()));
        for (String name : List.of("NNGP", "NNGP, balanced", "NTK, balanced")) {
            PairedDifference level = results.error(results.variant(name), large);
            curves.add(curve(name, widths, widths.stream().map(_ -> level).toList()));
        }
        return new Figure(
                "Errors at label scales of 10 and more (" + dataName + ")", "width", "error", true, 0.3, curves);
    }

    private static Curve curve(String name, List<Double> x, List<PairedDifference> errors) {
        return new Curve(
                name,
                Style.OURS,
                x,
                errors.stream().map(PairedDifference::mean).toList(),
                errors.stream()
                        .map(error -> Double.isNaN(error.standardError()) ? 0 : error.standardError())
                        .toList());
    }
}
