var builder = WebApplication.CreateBuilder(args);
builder.Services.AddRazorComponents().AddInteractiveServerComponents();
builder.Services.AddPlugins("Plugins");
var app = builder.Build();
app.MapPlugins();
app.Run();
