import type { MetadataRoute } from "next";

export default function manifest(): MetadataRoute.Manifest {
  return {
    name: "Berth",
    short_name: "Berth",
    description: "Reserve whole GPU clusters, see how they ran, and check the bill.",
    id: "/",
    start_url: "/",
    display: "standalone",
    background_color: "#fbf8f1",
    theme_color: "#eae3d4",
    icons: [
      { src: "/icon-192.png", sizes: "192x192", type: "image/png" },
      { src: "/icon-512.png", sizes: "512x512", type: "image/png" },
      { src: "/icon-512.png", sizes: "512x512", type: "image/png", purpose: "maskable" },
    ],
  };
}
