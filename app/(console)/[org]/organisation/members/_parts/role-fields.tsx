"use client";

import type { UseFormRegisterReturn } from "react-hook-form";
import { PROJECT_ROLES, ROLE_NAME, ROLE_PURPOSE } from "@/app/_parts/page/role-words";
import { Checkbox, Select } from "@/components/form/inputs";
import type { ProjectContract } from "@/lib/contracts/identity";
import type { MemberRole } from "@/lib/permissions";

export type RoleFields = { role: MemberRole; projects: string[] };

type Props = {
  id: string;
  /** What `register("role")` and `register("projects")` give. */
  fields: { role: UseFormRegisterReturn; projects: UseFormRegisterReturn };
  role: MemberRole;
  roles: readonly MemberRole[];
  projects: readonly ProjectContract[];
};

/** A role, and the projects for roles that can be limited to some. */
export function RoleFieldset({ id, fields, role, roles, projects }: Props) {
  return (
    <>
      <Select id={`${id}-role`} label="Role" note={ROLE_PURPOSE[role]} options={roles.map((one) => ({ value: one, label: ROLE_NAME[one] }))} {...fields.role} />
      {PROJECT_ROLES.includes(role) && projects.length > 0 ? (
        <fieldset className="grid gap-1.5">
          <legend className="mb-1 font-semibold">Projects</legend>
          <p className="note">None ticked: the whole organisation.</p>
          {projects.map((project) => (
            <Checkbox key={project.id} label={project.name} value={project.id} {...fields.projects} />
          ))}
        </fieldset>
      ) : null}
    </>
  );
}

/** Only roles that can be limited to projects have any. */
export const projectsFor = ({ role, projects }: RoleFields): string[] => (PROJECT_ROLES.includes(role) ? projects : []);
