package dev.orthant.experiments.orthant;

import dev.orthant.layers.infinite.orthant.GhkEstimator;
import dev.orthant.layers.infinite.orthant.Guide;
import dev.orthant.layers.infinite.orthant.MinimaxTilting;
import dev.orthant.layers.infinite.orthant.Ordering;
import dev.orthant.layers.infinite.orthant.OrthantEstimator;
import dev.orthant.layers.infinite.orthant.PublishedEstimator;
import dev.orthant.layers.infinite.orthant.SequentialMonteCarlo;

/// The estimators that are compared.
enum Method {
    GUIDED("guided sequential Monte Carlo"),
    HALF("the same, half guided"),
    PLAIN("plain sequential Monte Carlo"),
    TILTING("minimax tilting"),
    REORDERED("sequential sampler, reordered"),
    GIVEN("sequential sampler, given order"),
    PUBLISHED("published importance sampler");

    private final String title;

    Method(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    OrthantEstimator estimator(OrthantComparison.Parameters parameters) {
        int islands = parameters.islands();
        int particles = parameters.particles();
        return switch (this) {
            case GUIDED -> new SequentialMonteCarlo(islands, particles, Guide.GUARDED);
            case HALF -> new SequentialMonteCarlo(islands, particles, Guide.HALF);
            case PLAIN -> new SequentialMonteCarlo(islands, particles, Guide.NONE);
            case TILTING -> new MinimaxTilting(parameters.samples());
            case REORDERED -> new GhkEstimator(parameters.samples(), Ordering.LEAST_LIKELY_FIRST);
            case GIVEN -> new GhkEstimator(parameters.samples(), Ordering.GIVEN);
            case PUBLISHED -> new PublishedEstimator(parameters.publishedSamples());
        };
    }
}
