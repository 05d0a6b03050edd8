namespace Portal.Plugins;

public sealed class PluginLoader;
