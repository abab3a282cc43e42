/// One record per paper; constraints; margin control; schedules.
module dev.orthant.optimizers {
    requires static org.jspecify;
    requires transitive dev.orthant.tensor;

    exports dev.orthant.optimizers;
}
