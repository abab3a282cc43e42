/// One record per paper; constraints; margin control; schedules. A rule sees weights and gradients, never a tape.
module dev.orthant.optimizers {
    requires static org.jspecify;
    requires transitive dev.orthant.tensor;

    exports dev.orthant.optimizers;
    exports dev.orthant.optimizers.checkpoint;
    exports dev.orthant.optimizers.collective;
    exports dev.orthant.optimizers.constraint;
    exports dev.orthant.optimizers.margin;
    exports dev.orthant.optimizers.schedule;
}
