"use client";

import { useState } from "react";
import { Button } from "../ui/button";
import { endSession } from "./auth-door";

/** Signs out and stays on the page. */
export function SignOutButton() {
  const [failed, setFailed] = useState(false);
  const leave = async () => {
    if (await endSession()) window.location.reload();
    else setFailed(true);
  };
  return (
    <>
      <Button onClick={() => void leave()}>Sign out</Button>
      <span role="alert">{failed ? "You are still signed in. Try again in a moment." : ""}</span>
    </>
  );
}
