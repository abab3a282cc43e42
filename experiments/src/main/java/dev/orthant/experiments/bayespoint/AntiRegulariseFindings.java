package dev.orthant.experiments.bayespoint;

import dev.orthant.experiments.bayespoint.AntiRegularise.Outcome;
import dev.orthant.experiments.classification.Words;
import dev.orthant.experiments.report.Claim;
import dev.orthant.experiments.report.Figure;
import dev.orthant.experiments.report.Figure.Curve;
import dev.orthant.experiments.report.Figure.Style;
import dev.orthant.experiments.report.Report;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// What a run of anti-regularise found: table, figures, and once all label scales are done the claims. The statements and their
/// thresholds were fixed before the first run; that doubt must find better than chance and better than at scale 10 was added
/// afterwards and makes them stricter.
final class AntiRegulariseFindings {
    private static final String NONE = "none: expected by this project's plan";
    private static final double SMALL = 1; // label scales up to here are small
    private static final double LARGE = 10;
    private static final double CHANCE = 0.5;

    private final String dataName;
    private final int labelScales;
    private final List<Outcome> networks = new ArrayList<>();
    private final List<Outcome> process = new ArrayList<>();
    private final List<Ensemble> ensembles = new ArrayList<>();

    /// @param labelScales how many there will be
    AntiRegulariseFindings(String dataName, int labelScales) {
        this.dataName = dataName;
        this.labelScales = labelScales;
    }

    void add(Outcome ofNetworks, Outcome ofProcess, Ensemble ensemble) {
        networks.add(ofNetworks);
        process.add(ofProcess);
        ensembles.add(ensemble);
    }

    void writeTo(Report report) {
        List<List<Object>> rows = new ArrayList<>();
        networks.forEach(outcome -> rows.add(row("networks", outcome)));
        process.forEach(outcome -> rows.add(row("process", outcome)));
        report.rows(rows);
        if (networks.size() == labelScales) {
            report.claims(claims());
        }
        report.notes(notes());
        report.figures(List.of(votes(), detection()));
    }

    private static List<Object> row(String functions, Outcome outcome) {
        Uncertainty seen = outcome.seen();
        return List.of(
                functions,
                outcome.labelScale(),
                outcome.single(),
                seen.accuracy(),
                seen.brier(),
                seen.calibration(),
                seen.divided(),
                seen.errorArea(),
                outcome.unseenArea(),
                outcome.otherArea());
    }

    private List<Claim> claims() {
        List<Claim> claims = new ArrayList<>();
        if (networks.size() > 1) {
            claims.add(monotone("the accuracy of one network rises with the label scale", Outcome::single, 1));
            claims.add(monotone(
                    "the share of divided votes falls with the label scale",
                    outcome -> outcome.seen().divided(),
                    -1));
        }
        detection(claims, "unseen digits", Outcome::unseenArea);
        if (networks.stream().noneMatch(outcome -> Double.isNaN(outcome.otherArea()))) {
            detection(claims, "the other data set", Outcome::otherArea);
        }
        double apart = 0;
        for (int i = 0; i < networks.size(); i++) {
            apart = Math.max(
                    apart,
                    Math.abs(networks.get(i).seen().accuracy()
                            - process.get(i).seen().accuracy()));
        }
        claims.add(new Claim(
                "the votes of networks and of process draws have accuracies within 0.06 at every label scale",
                apart < 0.06,
                "within " + Words.number(apart),
                "none: as for means of functions in margin-averaging"));
        return claims;
    }

    private Claim monotone(String claim, ToDoubleFunction<Outcome> value, int direction) {
        boolean holds = true;
        for (int i = 1; i < networks.size(); i++) {
            holds &= direction * (value.applyAsDouble(networks.get(i)) - value.applyAsDouble(networks.get(i - 1))) > 0;
        }
        return new Claim(
                claim,
                holds,
                Words.numbers(networks.stream().map(value::applyAsDouble).toList()),
                NONE);
    }

    private void detection(List<Claim> claims, String what, ToDoubleFunction<Outcome> area) {
        Outcome last = networks.getLast();
        double least = last.labelScale() == LARGE ? Math.max(CHANCE, area.applyAsDouble(last)) : CHANCE;
        networks.stream()
                .max(Comparator.comparingDouble(area))
                .ifPresent(best -> claims.add(new Claim(
                        "doubt finds images of " + what + " best at a label scale of at most 1, better than chance"
                                + (last.labelScale() == LARGE ? " and than at 10" : ""),
                        best.labelScale() <= SMALL && area.applyAsDouble(best) > least,
                        "best, " + Words.number(area.applyAsDouble(best)) + ", at "
                                + Words.rate(best.labelScale())
                                + "; in order of the scales "
                                + Words.numbers(networks.stream()
                                        .map(area::applyAsDouble)
                                        .toList()),
                        NONE)));
        if (last.labelScale() == LARGE) {
            claims.add(new Claim(
                    "at label scale 10 doubt finds images of " + what + " as chance does, within 0.1",
                    Math.abs(area.applyAsDouble(last) - CHANCE) < 0.1,
                    Words.number(area.applyAsDouble(last)),
                    NONE));
        }
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>();
        notes.add(
                "confidence.png: mean votes over a square of the plane, networks above, Gaussian process below, at the label"
                        + " scales "
                        + String.join(
                                ", ",
                                networks.stream()
                                        .map(outcome -> Words.rate(outcome.labelScale()))
                                        .toList())
                        + ".");
        ensembles.stream()
                .max(Comparator.comparingDouble(Ensemble::trainError))
                .ifPresent(worst -> notes.add("Largest mean train error of a committee: "
                        + Words.number(worst.trainError()) + "; largest mean relative residual: "
                        + Words.number(ensembles.stream()
                                .mapToDouble(Ensemble::residual)
                                .max()
                                .orElse(Double.NaN))
                        + ", single training scores up to "
                        + Words.number(ensembles.stream()
                                .mapToDouble(Ensemble::worstResidual)
                                .max()
                                .orElse(Double.NaN))
                        + " label scales away (controlled: 0.05)."));
        if (networks.stream().allMatch(outcome -> Double.isNaN(outcome.otherArea()))) {
            notes.add("No other data set of the same shape was there: its column is empty.");
        }
        return notes;
    }

    private Figure votes() {
        List<Curve> curves = new ArrayList<>();
        both(curves, "accuracy of one", Outcome::single);
        both(curves, "accuracy of the vote", outcome -> outcome.seen().accuracy());
        both(curves, "divided votes", outcome -> outcome.seen().divided());
        both(curves, "Brier score", outcome -> outcome.seen().brier());
        both(curves, "calibration error", outcome -> outcome.seen().calibration());
        return figure("Votes of networks, dashed: of process draws", "share, score", curves);
    }

    private Figure detection() {
        List<Curve> curves = new ArrayList<>();
        both(curves, "errors", outcome -> outcome.seen().errorArea());
        both(curves, "unseen digits", Outcome::unseenArea);
        both(curves, "other data set", Outcome::otherArea);
        return figure("What doubt finds: networks, dashed: process draws", "area under the ROC curve", curves);
    }

    private Figure figure(String title, String yAxis, List<Curve> curves) {
        return new Figure(title + " (" + dataName + ")", "label scale α", yAxis, true, 1, curves);
    }

    private void both(List<Curve> curves, String name, ToDoubleFunction<Outcome> value) {
        curves.add(curve(name, Style.OURS, networks, value));
        curves.add(curve(name + ", process", Style.PUBLISHED, process, value));
    }

    /// Only where there is a number.
    private static Curve curve(String name, Style style, List<Outcome> outcomes, ToDoubleFunction<Outcome> value) {
        List<Outcome> known = outcomes.stream()
                .filter(outcome -> !Double.isNaN(value.applyAsDouble(outcome)))
                .toList();
        return new Curve(
                name,
                style,
                known.stream().map(Outcome::labelScale).toList(),
                known.stream().map(value::applyAsDouble).toList(),
                List.of());
    }
}
