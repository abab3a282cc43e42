package dev.orthant.experiments.implicitbias;

import dev.orthant.experiments.report.Claim;
import dev.orthant.experiments.report.PairedDifference;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The candidate explanations of the gap between the NNGP and trained networks at label scales of 10 and more, each as a
/// statement that the run can refute. All were fixed, with their thresholds, before the first run (the preset `reduced` then had
/// 16 data sets and two networks on each):
///
/// - a difference counts if it exceeds two standard errors over the data sets, which are the same for all variants;
/// - a variant explains the gap if there is one (the first statement), it closes at least half of it, and that share exceeds
///   two of its standard errors.
final class AblationClaims {
    /// Training reached its targets if the mean relative residual is below; elsewhere the claim says how large it is.
    private static final double REACHED = 0.05;

    private final AblationResults results;
    private final int[] large;
    private final List<Claim> claims = new ArrayList<>();

    private AblationClaims(AblationResults results) {
        this.results = results;
        this.large = LabelRayAblation.largeScales(results.parameters());
    }

    static List<Claim> of(AblationResults results) {
        AblationClaims all = new AblationClaims(results);
        all.observation();
        all.kernels();
        all.linearised();
        all.constraints();
        all.rules();
        all.widths();
        return List.copyOf(all.claims);
    }

    private void observation() {
        PairedDifference gap = gap();
        add(
                "the observation: at label scales of 10 and more trained networks err less than the NNGP",
                gap.positive(),
                gap + error(AblationVariant.NNGP) + error(results.trained()),
                "0.165 and 0.160 against 0.042 and 0.021 (MNIST, width 10,000, one data set)");
        double ratio = results.error(AblationVariant.NNGP, large).mean()
                / results.error(results.trained(), large).mean();
        add(
                "the observation: at least four times less",
                ratio >= 4,
                number(ratio) + " times",
                "3.9 times at label scale 10, 7.6 times at 100");
        double rarer = results.rarerPart(AblationVariant.NNGP, large);
        add(
                "at least four fifths of the NNGP's errors are on the class with fewer training examples",
                rarer >= 0.8,
                number(rarer) + " of them; of the trained networks' "
                        + number(results.rarerPart(results.trained(), large)),
                "");
    }

    private void kernels() {
        explains("the kernel of balanced networks explains the gap (no training, NNGP)", "NNGP, balanced");
        explains("centring the inputs alone explains it", "NNGP, inputs centred");
        explains("centring the hidden layers alone explains it", "NNGP, hidden layers centred");
        explains("training all layers explains it (gradient flow at infinite width, NTK), without centring", "NTK");
        explains("both together explain it", "NTK, balanced");
    }

    private void linearised() {
        explains(
                "finite networks linearised at balanced weights, trained by gradient flow, explain it",
                "linearised, balanced");
        explains("so do those linearised at weights of norm 1 that are not centred", "linearised, norm 1");
        explains("Nero's steps on the linearised network explain it", "linearised, balanced, Nero's steps");
        less(
                "features matter: trained networks err less than their linearisation trained by the same steps",
                variant("linearised, balanced, Nero's steps"),
                results.trained());
        less(
                "the tangent kernel after training interpolates with fewer errors than that at the start",
                variant("linearised, balanced"),
                variant("tangent kernel after training"));
        explains("the tangent kernel after training explains it", "tangent kernel after training");
    }

    private void constraints() {
        less(
                "holding the mean matters: without, trained networks err more",
                variant("trained, norm held"),
                results.trained());
        less(
                "holding the norm matters: without, trained networks err more",
                variant("trained, mean held"),
                results.trained());
        less(
                "holding anything matters: from the same norms, free networks err more",
                variant("trained, nothing held"),
                results.trained());
        explains("training explains it without any constraint", "trained, nothing held");
        explains("the same from small weights", "trained, nothing held, small start");
    }

    private void rules() {
        for (StepRule rule : List.of(StepRule.SGD, StepRule.ADAM, StepRule.FROMAGE)) {
            AblationVariant other =
                    AblationVariant.byRule(rule, results.parameters().width());
            less(
                    "the advantage is Nero's: " + rule.word() + " under the same margin control errs more",
                    other,
                    results.trained());
        }
    }

    private void widths() {
        List<Integer> widths = results.parameters().widths();
        if (widths.size() > 1) {
            less(
                    "the advantage is one of narrow networks: width " + widths.getLast() + " errs more than "
                            + widths.getFirst(),
                    AblationVariant.trained(widths.getLast()),
                    AblationVariant.trained(widths.getFirst()));
        }
    }

    /// The variant closes at least half of the gap.
    private void explains(String statement, String name) {
        PairedDifference share = results.share(variant(name), large);
        add(
                statement,
                gap().positive() && share.mean() >= 0.5 && share.positive(),
                "closes " + share + " of the gap" + error(variant(name)),
                "");
    }

    /// The right variant errs less than the left one.
    private void less(String statement, AblationVariant left, AblationVariant right) {
        PairedDifference difference = results.difference(left, right, large);
        add(statement, difference.positive(), difference + error(left) + error(right), "");
    }

    private void add(String statement, boolean holds, String measured, String published) {
        claims.add(new Claim(statement, holds, measured, published.isEmpty() ? "not in the paper" : published));
    }

    private PairedDifference gap() {
        return results.difference(AblationVariant.NNGP, results.trained(), large);
    }

    private AblationVariant variant(String name) {
        return results.variant(name);
    }

    private String error(AblationVariant variant) {
        double residual = results.residual(variant, large);
        return "; " + variant.name() + ": error " + results.error(variant, large)
                + (residual < REACHED ? "" : " (targets missed, relative residual " + number(residual) + ")");
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
