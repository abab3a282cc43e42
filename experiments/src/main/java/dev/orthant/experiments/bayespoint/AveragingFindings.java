package dev.orthant.experiments.bayespoint;

import dev.orthant.experiments.bayespoint.MarginAveraging.Cell;
import dev.orthant.experiments.classification.Published;
import dev.orthant.experiments.classification.Words;
import dev.orthant.experiments.report.Claim;
import dev.orthant.experiments.report.Figure;
import dev.orthant.experiments.report.Figure.Curve;
import dev.orthant.experiments.report.Figure.Style;
import dev.orthant.experiments.report.Report;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What a run of margin-averaging found: table, claims, figures.
///
/// The statements and their thresholds were fixed before the first run. One whose label scales or numbers of voters were not
/// run is left out. Numbers that were checked before are those of one data set, number of training images, depth and width;
/// other runs are not compared with them.
final class AveragingFindings {
    private static final double CHECK_INTERPOLATOR = 0.904;
    private static final double LARGEST_DIFFERENCE = 0.06;
    private static final String CHECKED_DATA = "mnist";
    private static final int CHECKED_TRAIN_COUNT = 200;
    private static final int CHECKED_DEPTH = 5;
    private static final int CHECKED_WIDTH = 256;
    private static final String NETWORKS = "networks";
    private static final String PROCESS = "process";
    private static final Published CHECKED = Published.read(AveragingFindings.class, "averaging.csv");

    private final String dataName;
    private final boolean comparable;
    private final List<Cell> networks = new ArrayList<>();
    private final List<Cell> process = new ArrayList<>();
    private final List<Ensemble> ensembles = new ArrayList<>(); // of each network cell
    private double interpolator = Double.NaN;

    AveragingFindings(MarginAveraging.Parameters parameters, String dataName) {
        this.dataName = dataName;
        comparable = dataName.equals(CHECKED_DATA)
                && parameters.trainCount() == CHECKED_TRAIN_COUNT
                && parameters.depth() == CHECKED_DEPTH
                && parameters.width() == CHECKED_WIDTH;
    }

    void interpolator(double accuracy) {
        interpolator = accuracy;
    }

    void process(Cell cell) {
        process.add(cell);
    }

    void network(Cell cell, Ensemble of) {
        networks.add(cell);
        ensembles.add(of);
    }

    void writeTo(Report report) {
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < networks.size(); i++) {
            Ensemble of = ensembles.get(i);
            rows.add(row(NETWORKS, networks.get(i), of.trainError(), of.residual(), of.worstResidual()));
        }
        process.forEach(cell -> rows.add(row(PROCESS, cell, Double.NaN, Double.NaN, Double.NaN)));
        report.rows(rows);
        report.figures(List.of(
                figure("networks trained by Nero", NETWORKS, networks), figure("Gaussian process", PROCESS, process)));
        report.claims(claims());
        report.notes(notes());
    }

    private List<Object> row(String kind, Cell cell, double trainError, double residual, double worst) {
        return List.of(
                kind,
                cell.labelScale(),
                cell.voters(),
                cell.committees(),
                cell.accuracy(),
                cell.error(),
                checked(kind, cell),
                trainError,
                residual,
                worst);
    }

    private List<Claim> claims() {
        List<Claim> claims = new ArrayList<>();
        rising(claims, "of one draw of the process", PROCESS, process);
        rising(claims, "of one network", NETWORKS, networks);
        gains(claims, "networks", networks, NETWORKS);
        gains(claims, "draws of the process", process, PROCESS);
        flat(claims, "networks", networks, NETWORKS);
        flat(claims, "draws of the process", process, PROCESS);
        agreement(claims);
        at(networks, 1, 16)
                .ifPresent(many -> at(networks, 10, 1)
                        .ifPresent(one -> claims.add(new Claim(
                                "16 networks at label scale 1 classify as well as one at 10, within 0.01",
                                Math.abs(many.accuracy() - one.accuracy()) < 0.01,
                                Words.number(many.accuracy()) + " and " + Words.number(one.accuracy()),
                                checkedBefore("0.904 and 0.8955")))));
        if (comparable) {
            reproduced(claims, "networks", NETWORKS, networks);
            reproduced(claims, "draws of the process", PROCESS, process);
        }
        return claims;
    }

    private void rising(List<Claim> claims, String who, String kind, List<Cell> cells) {
        List<Cell> single = cells.stream().filter(cell -> cell.voters() == 1).toList();
        if (single.isEmpty()) {
            return; // one voter was not asked for, or nothing is measured yet
        }
        boolean rising = true;
        for (int i = 1; i < single.size(); i++) {
            rising &= single.get(i).accuracy() > single.get(i - 1).accuracy();
        }
        claims.add(new Claim(
                "the accuracy " + who + " rises with the label scale",
                rising && single.size() > 1,
                Words.numbers(single.stream().map(Cell::accuracy).toList()),
                checkedBefore(Words.numbers(CHECKED.of(kind).rows().stream()
                        .filter(row -> row.get(2).equals("1"))
                        .map(row -> Double.parseDouble(row.get(3)))
                        .toList()))));
    }

    private String checkedBefore(String numbers) {
        return comparable ? numbers + " (checked before)" : "none";
    }

    /// One statement for each small label scale: they need not agree.
    private void gains(List<Claim> claims, String who, List<Cell> cells, String kind) {
        for (Cell one : cells) {
            if (one.voters() == 1 && one.labelScale() <= 0.1) {
                at(cells, one.labelScale(), 16)
                        .ifPresent(many -> claims.add(new Claim(
                                "at label scale " + Words.rate(one.labelScale()) + " the mean of 16 " + who
                                        + " is more accurate than one by more than 0.1",
                                many.accuracy() - one.accuracy() > 0.1,
                                "by " + Words.number(many.accuracy() - one.accuracy()),
                                before(checked(kind, many) - checked(kind, one)))));
            }
        }
    }

    private void flat(List<Claim> claims, String who, List<Cell> cells, String kind) {
        at(cells, 10, 1)
                .ifPresent(one -> at(cells, 10, 16)
                        .ifPresent(many -> claims.add(new Claim(
                                "at label scale 10 the accuracy of the mean of 16 " + who
                                        + " differs from that of one by less than 0.015",
                                Math.abs(many.accuracy() - one.accuracy()) < 0.015,
                                "by " + Words.number(many.accuracy() - one.accuracy()),
                                before(checked(kind, many) - checked(kind, one))))));
    }

    private static String before(double difference) {
        return Double.isNaN(difference) ? "none" : "by " + Words.number(difference) + " (checked before)";
    }

    private void agreement(List<Claim> claims) {
        networks.stream()
                .filter(cell -> at(process, cell.labelScale(), cell.voters()).isPresent())
                .max(Comparator.comparingDouble(this::apart))
                .ifPresent(farthest -> claims.add(new Claim(
                        "networks and process differ by less than 0.06 at every label scale and number of voters",
                        apart(farthest) < LARGEST_DIFFERENCE,
                        "by at most " + Words.number(apart(farthest)) + ", at label scale "
                                + Words.rate(farthest.labelScale()) + " and " + farthest.voters() + " voters",
                        checkedBefore("by at most 0.031"))));
    }

    private double apart(Cell cell) {
        return at(process, cell.labelScale(), cell.voters())
                .map(other -> Math.abs(cell.accuracy() - other.accuracy()))
                .orElse(Double.NaN);
    }

    private void reproduced(List<Claim> claims, String who, String kind, List<Cell> cells) {
        List<Cell> known = cells.stream()
                .filter(cell -> !Double.isNaN(checked(kind, cell)))
                .toList();
        known.stream()
                .max(Comparator.comparingDouble(cell -> Math.abs(cell.accuracy() - checked(kind, cell))))
                .ifPresent(farthest -> claims.add(new Claim(
                        "every accuracy of " + who + " is within 0.06 of the number checked before",
                        Math.abs(farthest.accuracy() - checked(kind, farthest)) < LARGEST_DIFFERENCE,
                        "of " + known.size() + ", the farthest is " + Words.number(farthest.accuracy())
                                + " at label scale " + Words.rate(farthest.labelScale()) + " and "
                                + farthest.voters() + " voters",
                        Words.number(checked(kind, farthest)) + " there")));
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>();
        notes.add("Kernel interpolator of the labels: accuracy " + Words.number(interpolator)
                + (comparable ? "; " + CHECK_INTERPOLATOR + " was checked before." : "."));
        ensembles.stream()
                .max(Comparator.comparingDouble(Ensemble::worstResidual))
                .ifPresent(worst -> notes.add("Largest residual of a training score, in label scales: "
                        + Words.number(worst.worstResidual())
                        + (worst.worstResidual() < Ensemble.CONTROLLED
                                ? ": the margin is controlled (less than 0.05)."
                                : ": the margin is NOT controlled everywhere (0.05 or more); see the table.")));
        notes.add(
                comparable
                        ? "The dashed curves were computed by an independent program for the same sizes; the paper's figure"
                                + " has others and is published as a picture only."
                        : "Numbers to compare with are known only for MNIST with 200 training images, depth 5 and width 256;"
                                + " the paper's figure is published as a picture only.");
        return notes;
    }

    /// Ours over the curves that were checked before.
    private Figure figure(String title, String kind, List<Cell> cells) {
        List<Curve> curves = new ArrayList<>();
        for (int voters : cells.stream().map(Cell::voters).distinct().toList()) {
            List<Cell> line =
                    cells.stream().filter(cell -> cell.voters() == voters).toList();
            boolean bars = line.stream().noneMatch(cell -> Double.isNaN(cell.error()));
            curves.add(new Curve(
                    voters == 1 ? "one" : "mean of " + voters,
                    Style.OURS,
                    line.stream().map(Cell::labelScale).toList(),
                    line.stream().map(Cell::accuracy).toList(),
                    bars ? line.stream().map(Cell::error).toList() : List.of()));
            List<List<String>> before = CHECKED.of(kind).rows().stream()
                    .filter(row -> row.get(2).equals(Integer.toString(voters)))
                    .toList();
            if (comparable && !before.isEmpty()) {
                curves.add(new Curve(
                        voters + ", checked before",
                        Style.PUBLISHED,
                        before.stream()
                                .map(row -> Double.parseDouble(row.get(1)))
                                .toList(),
                        before.stream()
                                .map(row -> Double.parseDouble(row.get(3)))
                                .toList(),
                        List.of()));
            }
        }
        List<Double> all = cells.stream().map(Cell::labelScale).distinct().toList();
        curves.add(new Curve(
                "interpolator of the labels",
                Style.LEVEL,
                all,
                all.stream().map(_ -> interpolator).toList(),
                List.of()));
        return new Figure(
                "Mean of functions: " + title + " (" + dataName + ")",
                "label scale α",
                "test accuracy",
                true,
                1,
                curves);
    }

    /// NaN if it was not, or for another data set or other sizes.
    private double checked(String kind, Cell cell) {
        if (!comparable) {
            return Double.NaN;
        }
        return CHECKED.of(kind).rows().stream()
                .filter(row -> Double.parseDouble(row.get(1)) == cell.labelScale()
                        && Integer.parseInt(row.get(2)) == cell.voters())
                .mapToDouble(row -> Double.parseDouble(row.get(3)))
                .findFirst()
                .orElse(Double.NaN);
    }

    private static Optional<Cell> at(List<Cell> cells, double labelScale, int voters) {
        return cells.stream()
                .filter(cell -> cell.labelScale() == labelScale && cell.voters() == voters)
                .findFirst();
    }
}
