namespace Splatsim.Tests;

/// <summary>Tests that share the one device run one after the other.</summary>
[CollectionDefinition("device", DisableParallelization = true)]
public sealed class DeviceCollection;
