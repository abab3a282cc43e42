package dev.orthant.experiments.cli;

import dev.orthant.experiments.BadInput;
import dev.orthant.experiments.Experiment;
import dev.orthant.experiments.accuracy.ImageAccuracy;
import dev.orthant.experiments.accuracy.TextPrediction;
import dev.orthant.experiments.agd.AgdDepth;
import dev.orthant.experiments.bayespoint.AntiRegularise;
import dev.orthant.experiments.bayespoint.BpmNetworks;
import dev.orthant.experiments.bayespoint.MarginAveraging;
import dev.orthant.experiments.circuits.SignRecovery;
import dev.orthant.experiments.fromage.FromageCurvature;
import dev.orthant.experiments.fromage.FromageDepth;
import dev.orthant.experiments.fromage.FromageNorms;
import dev.orthant.experiments.fromage.RateSensitivity;
import dev.orthant.experiments.guessing.GradientGuess;
import dev.orthant.experiments.guessing.GuessAndCheck;
import dev.orthant.experiments.implicitbias.LabelRay;
import dev.orthant.experiments.implicitbias.LabelRayAblation;
import dev.orthant.experiments.implicitbias.PacBayesSweep;
import dev.orthant.experiments.infinitewidth.BayesPoint;
import dev.orthant.experiments.infinitewidth.CnnGp;
import dev.orthant.experiments.infinitewidth.CriticalLines;
import dev.orthant.experiments.infinitewidth.LinearDynamics;
import dev.orthant.experiments.infinitewidth.WideLimit;
import dev.orthant.experiments.madam.MadamBits;
import dev.orthant.experiments.madam.MadamFourier;
import dev.orthant.experiments.margins.MarginAttack;
import dev.orthant.experiments.margins.MarginHistograms;
import dev.orthant.experiments.margins.MarginTwins;
import dev.orthant.experiments.margins.ThreeWays;
import dev.orthant.experiments.nero.NeroAblation;
import dev.orthant.experiments.nero.NeroDepth;
import dev.orthant.experiments.nero.Reparameterisation;
import dev.orthant.experiments.orthant.OrthantComparison;
import dev.orthant.experiments.pruning.ActivationPruning;
import dev.orthant.experiments.scaling.VoteScaling;
import dev.orthant.experiments.signsgd.AdversarialVote;
import dev.orthant.experiments.signsgd.GradientDensity;
import dev.orthant.experiments.signsgd.SparseNoise;
import dev.orthant.experiments.transfer.RateTransfer;
import dev.orthant.experiments.trust.DeepRelativeTrust;
import java.util.ArrayList;
import java.util.List;

/// Every experiment. A new figure is one line here; the list, the command line and the smoke test pick it up.
final class Catalogue {
    private Catalogue() {}

    /// All experiments, by paper.
    static List<Experiment<?>> all() {
        List<Experiment<?>> all = new ArrayList<>(List.of(
                new LabelRay(),
                new LabelRayAblation(),
                new GuessAndCheck(),
                new PacBayesSweep(),
                new MarginHistograms(),
                new MarginAttack(),
                new ThreeWays(),
                new MarginTwins(),
                new OrthantComparison(),
                new SparseNoise(),
                new AdversarialVote(),
                new VoteScaling(),
                new GradientDensity(),
                new WideLimit(),
                new LinearDynamics(),
                new BayesPoint(),
                new BpmNetworks(),
                new AntiRegularise(),
                new MarginAveraging(),
                new CriticalLines(),
                new CnnGp(),
                new FromageDepth(),
                new NeroDepth(),
                new NeroAblation(),
                new AgdDepth(),
                new RateSensitivity(),
                new MadamBits(),
                new FromageNorms(),
                new FromageCurvature(),
                new Reparameterisation(),
                new DeepRelativeTrust(),
                new RateTransfer(),
                new MadamFourier(),
                new SignRecovery(),
                new ActivationPruning(),
                new GradientGuess(),
                new TextPrediction()));
        all.addAll(ImageAccuracy.all());
        return List.copyOf(all);
    }

    /// The experiment of that name.
    ///
    /// @throws BadInput if there is none
    static Experiment<?> named(String name) {
        return all().stream()
                .filter(experiment -> experiment.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new BadInput("run: there is no experiment " + name + "; there are "
                        + String.join(", ", all().stream().map(Experiment::name).toList())));
    }
}
