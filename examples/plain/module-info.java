/// On the module path this one line brings in the Vector API: no flag is needed.
module com.example.rings {
    requires dev.orthant;
}
